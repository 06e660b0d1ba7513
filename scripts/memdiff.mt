#!/usr/bin/env memtap
// memdiff: what a program holds more, or less, than at an earlier moment, by the stack that allocated it
//
//     memtap memdiff -p PID | -c COMMAND [--from=TIME] [--until=TIME]
//
// The first moment is the beginning, or --from later, or whenever memtap is sent SIGUSR1; the second is the end. At the end
// the stacks whose blocks are more or fewer bytes than at the first, those that have grown most last. Blocks from before
// tracing began are not known.

config = { print_maps_on_exit = false; }

let @live = hash(1000000);

mem:alloc, mem:realloc {
	@growth[ustack] += (int64)args.size;
	@live[pid, args.ptr] = (size = (int64)args.size, stack = ustack);
	delete(@moving, tid);
}

mem:free /has_key(@live, (pid, args.ptr))/ {
	$block = @live[pid, args.ptr];
	@growth[$block.stack] -= $block.size;
	delete(@live, (pid, args.ptr));
}

/* The old block goes when realloc() is called: when it returns, another thread may have its address. */
mem:realloc_call /has_key(@live, (pid, args.ptr))/ {
	$block = @live[pid, args.ptr];
	@growth[$block.stack] -= $block.size;
	@moving[tid] = $block;
	delete(@live, (pid, args.ptr));
}
mem:realloc_refused /has_key(@moving, tid)/ {
	$block = @moving[tid];
	@growth[$block.stack] += $block.size;
	@live[pid, args.ptr] = $block;
	delete(@moving, tid);
}

self:signal:SIGUSR1 { clear(@growth); }
interval:s:1 /getopt("from", 0s, "the first moment: so long after the beginning") && elapsed / 1s == getopt("from", 0s) / 1s/ {
	clear(@growth);
}
interval:s:1 /getopt("until", 0s, "the end: so long after the beginning") && elapsed > getopt("until", 0s)/ { exit(); }

END {
	for ($kv : @growth) {
		if ($kv.1 != 0) { @difference[$kv.0] = bytes($kv.1); }
	}
	print(@difference, getopt("top|T", 10, "how many stacks are shown"));
}
