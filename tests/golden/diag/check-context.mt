kprobe:vfs_read { @a = retval; @b = args.x; @c = args; }
kretprobe:vfs_read { @d = arg0; }
tracepoint:kmem:kmalloc { @e = arg1; @f = func; @g = args; }
interval:s:1 { @h = ustack; }
BEGIN { @i = kstack; @j = retval; }
kprobe:vfs_read, kretprobe:vfs_read { @k = retval; }
usdt:libc:memory_sbrk_more { @l = func; @m = arg12; }
uprobe:libc:malloc { @n = arg6; }
kprobe:vfs_read, uprobe:libc:malloc { @o = *(uint64 *)arg0; }
kretprobe:vfs_read /$x/ { }
