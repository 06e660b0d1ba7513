// What watch() and unwatch() take.
kprobe:vfs_read {
	watch(arg0);
	watch(arg0, 3, "rw");
	watch(arg0, arg1, "rw");
	watch(arg0, 8, "x");
	watch(arg0, 8, comm);
	watch(comm, 8, "w");
	watch(arg0, 8, "w") + 1;
	unwatch();
	unwatch(comm);
}
BEGIN { watch(1, 1, "w"); unwatch(1); }
watchpoint:armed { }
