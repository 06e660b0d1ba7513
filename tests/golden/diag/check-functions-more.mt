// The rest of them.
kprobe:vfs_read+4 {
	printf("%s", buf(arg0, 4));
	cat(comm);
	warnf("%d");
	uaddr("main");
	signal("SIGNONE");
	override(1);
	system("ls");
}
BEGIN { reg("ip"); kstack(3); usermode; }
