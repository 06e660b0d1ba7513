probe my:one() = kprobe:vfs_read, my:two;
probe my:two(x) = kprobe:vfs_read, kprobe:vfs_write (1, 2), kprobe:vfs_open (3) | kprobe:vfs_read (4, 5);
probe my:unused(x) = kprobe:nowhere, your:probe;
probe my:mixed(x) = kprobe:vfs_read (arg0), kprobe:vfs_write (comm);
probe my:wrong(x) = kprobe:vfs_read (retval) /comm/;
probe my:variable(x) = kprobe:vfs_read ($x);
probe my:missing(x) = tracepoint:kmem:old (args.x) | tracepoint:kmem:older (args.y), kprobe:not_there (1);
my:one, my:two { @a = args.x; }
my:mixed { @b = args.x; }
my:wrong { @c = args.x; }
my:variable { @d = args.x; }
my:missing { @e = args.x; }
my:three { @f = args.x; @g = arg0; @h[ustack] = hold(retval, 1); @i = entry(entry(arg0)); }
mem:aloc { }
krpobe:vfs_read { }
