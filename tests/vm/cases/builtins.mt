tracepoint:syscalls:sys_enter_lseek
{
	printf("same pid %d uid %d gid %d\n", pid, uid, gid);
	@thread[comm, pid == tid, tid == curtask->pid] = count();
	@cpu[cpu < 2] = count();
	@time[nsecs > 0, elapsed > 0 && elapsed < nsecs] = count();
	@probe[probe] = count();
}
uprobe:/tests/bin/calls:many_a,
uretprobe:/tests/bin/calls:many_b,
kprobe:ksys_lseek,
tracepoint:syscalls:sys_exit_lseek { @probes[probe, pid != 0, comm] = count(); }
