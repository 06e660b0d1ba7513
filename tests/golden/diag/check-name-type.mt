kprobe:vfs_read
{
	@a = (unit32)arg0;
	@b = ((struct task_strukt *)arg0)->pid;
	@c = ((task_struct *)arg0)->pid;
	@d = sizeof(struct nothing);
	@e = sizeof(nothing[3]);
	@f = (gfp_d)arg0;
}
