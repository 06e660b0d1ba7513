kprobe:vfs_read {
	if (pid == 1) {
		@ = count();

kprobe:vfs_write {
	@ = count();
}
