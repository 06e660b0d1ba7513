// Loops in probes of each kind: what a probe knows is known in their bodies.
tracepoint:syscalls:sys_enter_brk /comm == "brkcalls"/
{
	for ($i : 0..2) {
		@tracepoint[$i, args.brk != 0, comm, probe] = count();
	}
}

tracepoint:syscalls:sys_enter_brk .. tracepoint:syscalls:sys_exit_brk /comm == "brkcalls"/
{
	while (@n[tid] < 2) {
		@n[tid]++;
		@pair[entry(args.brk) == args.ret, elapsed_ns() > 0] = count();
	}
}

uprobe:/tests/bin/calls:outer
{
	for ($i : 0..2) {
		@stack[$i, ustack != ustack, func] = count();
	}
}

mem:alloc /comm == "calls"/
{
	for ($i : 0..2) {
		@sizes[$i] = sum(args.size);
		if (args.size > 1) {
			return;
		}
	}
}
