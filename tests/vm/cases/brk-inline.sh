# Each system call is counted once, under the stack that made it.
#@ smoke
#@ compile brk.mto -e 'tracepoint:syscalls:sys_enter_brk { @[ustack, comm] = count(); }'
trace_work brk.mto brkcalls inline 137
shown | cut_below main | mask_offsets
losses
