# libc's brk() has no frame: its caller is found through call frame information.
#@ smoke
#@ compile brk.mto -e 'tracepoint:syscalls:sys_enter_brk { @[ustack, comm] = count(); }'
trace_work brk.mto brkcalls libc 137
shown | cut_below main | mask_offsets
losses
