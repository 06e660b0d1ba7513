// Counts by process: those that are pending on a CPU are printed, zeroed and cleared as if they were in the map.
tracepoint:syscalls:sys_enter_brk /strncmp(comm, "brk-", 4) == 0/
{
	@[pid] = count();
	@threads[tid] = count();
	@users[uid] = count();
	@read[pid] = count();
}
tracepoint:syscalls:sys_enter_sync
{
	@syncs++;
	print(@);
	if (@syncs == 1) { zero(@); zero(@users); }
	if (@syncs == 3) { clear(@); clear(@users); }
	printf("report %d\n", @syncs);
}
END
{
	for ($entry : @read) { @sum = sum($entry.1); }
	clear(@read);
	clear(@syncs);
}
