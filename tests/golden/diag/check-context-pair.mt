kprobe:vfs_read { @a = entry(arg0); @b = elapsed_ns(); @c = move(1, 2, 3); }
interval:s:1 { print(entry(arg0)); }
kprobe:vfs_read, kretprobe:vfs_read { @d = entry(arg0); }
kretprobe:vfs_read { $x = 1; @e = entry($x); @f = entry(retval); @g = entry(entry(arg0)); }
kprobe:vfs_read .. kprobe:vfs_write { @h = entry(retval); @i = retval; @j = entry(elapsed_ns()); }
tracepoint:kmem:kmalloc .. kprobe:vfs_write { @k = args.ptr; @l = entry(arg0); }
