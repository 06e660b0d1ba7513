software:page-faults:1 { @a = arg0; @b = args.x; @c = func; }
BEGIN { @d = ctx; }
kprobe:vfs_read, iter:task { @e = ctx; }
profile:hz:9 .. kprobe:vfs_read { @f = elapsed_ns(); }
