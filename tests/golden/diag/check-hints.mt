// Hints say the way where there is one, and none that would mislead.
kprobe:vfs_read {
	if (comm == 1 || "a" == 1 || comm == -1) { print(comm); }
	if (comm == arg0 || curtask == "a") { print(comm); }
	if (comm < 1 || arg0 < comm) { print(comm); }
	print(comm + arg0);
}
kprobe:vfs_wead* { }
tracepoint:kmem:kmallok* { }
memm:alloc { }
nem:aloc { }
elsewhere:alloc { }
tracepoint:kmem:kmalloc { print(args.foo); }
tracepoint:kmem:kmalloc { print(args.bytes_rek); }
mem:alloc { print(args.foo); }
