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
BEGIN { bytes("1K"); duration(comm); bytes(1, 2); printf("%r", bytes(1)); @m = sum(bytes("x")); @t = (duration(1), 2); @t = "x"; }
kprobe:vfs_read { path(arg0); path(comm, 8); path(((struct file *)arg0)->f_path, pid); path(((struct file *)arg0)->f_path, 4K); }
