# Each system call is counted once, under the stack that made it.
#@ smoke
#@ compile brk.mto -e 'tracepoint:syscalls:sys_enter_brk { @[ustack, comm] = count(); }'
start brkcalls inline 137
trace -p "$pid" brk.mto
work
end_trace
shown | cut_below main | mask_offsets
losses
