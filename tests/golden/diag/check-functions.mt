// Functions that are misused.
kprobe:vfs_read {
	strlen(3);
	strncmp("a", "b", pid);
	strcontains(arg0, "x");
	strftime(comm, nsecs);
	buf(arg0);
	buf(arg0, 2000);
	buf((1, 2), 3);
	ntop("text");
	macaddr(comm);
	nsecs(noon);
	kstack(200);
	kstack(perf, 0);
	ustack(fancy, 3);
	reg("eax");
	reg(ip);
	kaddr(comm);
	bswap(comm);
	offsetof(struct task_struct, nonsense);
	offsetof(struct task_struct, 1 + 1);
	join(arg0, comm);
	printf("%r", 5);
}
