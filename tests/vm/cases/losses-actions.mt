// What a full buffer must not lose, asked for when memtap has been stopped for long: more events than there is room for have
// come before each of these, and more come after.
tracepoint:syscalls:sys_enter_brk
{
	printf("%lx %s %s %s %s\n", args.brk, comm, comm, comm, comm);
	printf("-\n"); // as small as what follows: nothing is left that it might fit into
	@calls++;
	@cleared[args.brk] = count();
	@zeroed = count();
	if (@calls == 80000) {
		clear(@cleared);
		zero(@zeroed);
	}
	if (@calls == 90000) {
		exit((1 << 32) + 7); // no status: 255
	}
}
