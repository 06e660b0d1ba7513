probe my:choice(x) = tracepoint:kmem:kf* (args.ptr) | kprobe:vfs_read (arg0);
tracepoint:kmem:kfree | tracepoint:kmem:k* { @a = args.ptr; }
my:choice { @b = args.x; }
