#!/usr/bin/env memtap
// allocsize: how large the blocks are that a program allocates, and those that it still holds
//
//     memtap allocsize -p PID | -c COMMAND
//
// At the end a histogram of all blocks for each stack that allocates, and one of those that were not freed.

config = { print_maps_on_exit = false; max_cost = 25; }

let @live = hash(1000000);

mem:alloc, mem:realloc {
	@allocated[comm, ustack] = hist(args.size);
	@live[pid, args.ptr] = (size = args.size, comm = comm, stack = ustack);
	delete(@moving, tid);
}
mem:free { delete(@live, (pid, args.ptr)); }

/* The old block goes when realloc() is called: when it returns, another thread may have its address. */
mem:realloc_call /has_key(@live, (pid, args.ptr))/ {
	@moving[tid] = @live[pid, args.ptr];
	delete(@live, (pid, args.ptr));
}
mem:realloc_refused /has_key(@moving, tid)/ {
	@live[pid, args.ptr] = @moving[tid];
	delete(@moving, tid);
}

/* The blocks of a process go with its memory. */
tracepoint:sched:sched_process_exec {
	for ($kv : @live) {
		if ($kv.0.0 == pid) { delete(@live, $kv.0); }
	}
}

END {
	print(@allocated);
	for ($kv : @live) {
		@still_held[$kv.1.comm, $kv.1.stack] = hist($kv.1.size);
	}
	print(@still_held);
}
