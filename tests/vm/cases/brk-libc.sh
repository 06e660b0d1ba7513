# libc's brk() has no frame: its caller is found through call frame information.
#@ smoke
#@ compile brk.mto -e 'tracepoint:syscalls:sys_enter_brk { @[ustack, comm] = count(); }'
start brkcalls libc 137
trace -p "$pid" brk.mto
work
end_trace
shown | cut_below main | mask_offsets
losses
