config = { stack_mode = raw; stack_depth = 3 }
kprobe:vfs_read { @a[kstack, ustack, kstack(5), ustack(perf), kstack(perf, 7)] = count(); }
