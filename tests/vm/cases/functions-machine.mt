// What the machine says: compared with what the shell knows.
BEGIN
{
	printf("clocks %d %d %d %d\n", nsecs <= nsecs(boot), nsecs(monotonic) <= nsecs(boot), nsecs(tai) > 1600000000000000000, nsecs(tai) - nsecs(sw_tai) + 1s < 2s);
	printf("ncpus %d numaid %d\n", ncpus, numaid < 2);
	printf("jiffies %d rand %d %d\n", jiffies > 0, rand >= 0, rand != rand || rand != rand);
	printf("kaddr %d %s\n", kaddr("vfs_read") == kaddr("vfs_read"), ksym(kaddr("vfs_read")));
	printf("%lx\n", kaddr("vfs_read"));
	printf("root %d, a/b %d, a/c %d\n", cgroupid("/sys/fs/cgroup") == 1, cgroupid("/sys/fs/cgroup/a/b"), cgroupid("/sys/fs/cgroup/a/c"));
	printf("path %s|%s|%s\n", cgroup_path(cgroupid("/sys/fs/cgroup/a/b")), cgroup_path(1), cgroup_path(123456789));
	@group[cgroup_path(cgroupid("/sys/fs/cgroup/a/c"))] = 1;
	printf("offsets %d %d\n", offsetof(struct list_head, prev), offsetof(struct task_struct, se.load.weight) - offsetof(struct task_struct, se.load) == offsetof(struct load_weight, weight));
	printf("memory %d\n", str(kptr((uint64)curtask + offsetof(struct task_struct, comm)), 16) == comm);
	printf("%s\n", strftime("%Y-%m-%d", nsecs));
	printf("%d\n", strcontains(comm, "memtap"));
	exit();
}
