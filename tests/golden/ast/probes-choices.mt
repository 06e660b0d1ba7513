kprobe:swap_read_folio | kprobe:swap_readpage { @ = count(); }
kprobe:no_such_function ?, kprobe:vfs_read? { @ = count(); }
kprobe:a | kprobe:b | kprobe:vfs_read ? /pid/ { @ = count(); }
tracepoint:syscalls:sys_enter_brk .. tracepoint:syscalls:sys_exit_brk { @ns[entry(args.brk)] = hist(elapsed_ns()); }
