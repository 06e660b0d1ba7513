#!/usr/bin/env memtap
// tempalloc: blocks that are freed at once, by the stack that allocated them
//
//     memtap tempalloc -p PID | -c COMMAND [-T N]
//
// A block is temporary if the same thread frees it before it allocates or frees another. At the end, for each stack how many were,
// of how many bytes, and how many percent they are of what was allocated there; those with most last.

config = { print_maps_on_exit = false; max_cost = 25; }

mem:alloc {
	@last[tid] = (ptr = args.ptr, size = args.size, stack = ustack);
	@allocated[ustack]++;
}
mem:realloc { delete(@last, tid); }

mem:free {
	$last = @last[tid];
	if ($last.ptr == args.ptr) {
		@count[$last.stack]++;
		@bytes[$last.stack] += $last.size;
	}
	delete(@last, tid);
}

END {
	for ($kv : @count) {
		@temporary[$kv.0] = (count = $kv.1, bytes = @bytes[$kv.0], percent = $kv.1 * 100 / @allocated[$kv.0]);
	}
	print(@temporary, getopt("top|T", 10, "how many stacks are shown", 0));
}
