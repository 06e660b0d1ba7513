#!/usr/bin/env memtap
// doublefree: blocks that are freed again
//
//     memtap doublefree -p PID | -c COMMAND [--unknown]
//
// For each such free(), or realloc(), its stack, that of the one that freed the block, and that of the allocation. With
// --unknown also what was never allocated: use -c then, because blocks from before tracing began are not known.

config = { print_maps_on_exit = false; }

let @live = hash(1000000);
let @freed = lruhash(100000);
let @ending = lruhash(10000);

mem:alloc, mem:realloc {
	$name = (pid, args.ptr);
	delete(@freed, $name);
	@live[$name] = (size = args.size, made = ustack);
	if (!has_key(@live, $name)) { @missed++; }
}

/* realloc() frees the block unless it is refused: when it returns, another thread may have the address already. */
mem:free, mem:realloc_call {
	$name = (pid, args.ptr);
	if (has_key(@live, $name)) {
		$block = @live[$name];
		@freed[$name] = (size = $block.size, made = $block.made, freed = ustack);
		delete(@live, $name);
	} else if (has_key(@ending, tid)) {
		return;
	} else if (has_key(@freed, $name)) {
		$block = @freed[$name];
		printf("\n%s %s[%d] thread %d: %p, %s, is freed again:%s\n    freed before:%s\n    allocated:%s\n",
		       strftime("%H:%M:%S", nsecs), leader_comm, pid, tid, args.ptr, bytes($block.size), ustack, $block.freed,
		       $block.made);
	} else if (getopt("unknown", false, "also what was never allocated, or freed long ago; with -c") && !@missed) {
		printf("\n%s %s[%d] thread %d: %p is freed, where no block is:%s\n", strftime("%H:%M:%S", nsecs), leader_comm,
		       pid, tid, args.ptr, ustack);
	}
}
mem:realloc_refused {
	$block = @freed[pid, args.ptr];
	@live[pid, args.ptr] = (size = $block.size, made = $block.made);
}

/* A thread that ends frees what its cache holds, which the program had freed before. */
uprobe:libc:__call_tls_dtors ? /tid != pid/ { @ending[tid] = true; }
tracepoint:sched:sched_process_exit { delete(@ending, tid); }

/* The blocks of a process go with its memory. */
tracepoint:sched:sched_process_exec {
	for ($kv : @live) {
		if ($kv.0.0 == pid) { delete(@live, $kv.0); }
	}
	for ($kv : @freed) {
		if ($kv.0.0 == pid) { delete(@freed, $kv.0); }
	}
}
