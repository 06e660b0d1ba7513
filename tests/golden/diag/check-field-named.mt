probe my:alloc(ptr, size) = uretprobe:libc:malloc (retval, entry(arg0));
probe my:other(size) = uprobe:libc:free (0);
probe my:text(size) = usdt:libc:text ("text");
probe my:none() = uprobe:libc:free;
my:alloc { @a = args.sise; @b = args.flags; @c = arg0; @d = retval; @e = func; @f = siz; }
my:alloc, my:other { @g = args.size; @h = args.ptr; }
my:alloc, my:text { @i = args.size; @j = func; }
my:none { @k = args.x; @l = entry(nsecs); @m = arg0; }
my:alloc { @n = entry(args.size); @o = entry(nsecs); @p = entry(arg0); }
my:alloc, tracepoint:kmem:kmalloc { @q = args.ptr; }
