#!/usr/bin/env memtap
// memdiff: what a program holds more, or less, than at an earlier moment, by the stack that allocated it
//
//     memtap memdiff -p PID | -c COMMAND [--from=TIME] [--until=TIME]
//
// The first moment is the beginning, or --from later, or whenever memtap is sent SIGUSR1; the second is the end. At the end
// the stacks whose blocks are more or fewer bytes than at the first, those that have grown most last. Blocks from before
// tracing began are not known.

config = { print_maps_on_exit = false; max_cost = 25; }

let @live = hash(1000000);

/* What @live has no room for is not counted either: it would look like a leak, for nobody would see it go. */
macro add(@live, @growth, $name, $block)
{
	@live[$name] = $block;
	if (has_key(@live, $name)) { @growth[$block.stack] += $block.size; }
}
macro take(@live, @growth, $name, $block)
{
	@growth[$block.stack] -= $block.size;
	delete(@live, $name);
}

mem:alloc, mem:realloc {
	$name = (pid, args.ptr);
	$block = (size = (int64)args.size, stack = ustack);
	add(@live, @growth, $name, $block);
	delete(@moving, tid);
}

mem:free /has_key(@live, (pid, args.ptr))/ {
	$name = (pid, args.ptr);
	$block = @live[$name];
	take(@live, @growth, $name, $block);
}

/* The old block goes when realloc() is called: when it returns, another thread may have its address. */
mem:realloc_call /has_key(@live, (pid, args.ptr))/ {
	$name = (pid, args.ptr);
	$block = @live[$name];
	take(@live, @growth, $name, $block);
	@moving[tid] = $block;
}
mem:realloc_refused /has_key(@moving, tid)/ {
	$name = (pid, args.ptr);
	$block = @moving[tid];
	add(@live, @growth, $name, $block);
	delete(@moving, tid);
}

/* The blocks of a process go with its memory. */
tracepoint:sched:sched_process_exec {
	for ($kv : @live) {
		if ($kv.0.0 == pid) {
			$name = $kv.0;
			$block = $kv.1;
			take(@live, @growth, $name, $block);
		}
	}
}

self:signal:SIGUSR1 { clear(@growth); }
interval:ms:100 /getopt("from", 0s, "the first moment: so long after the beginning", 0s) && !@has_begun && elapsed >= getopt("from", 0s)/ {
	clear(@growth);
	@has_begun = true;
}
interval:ms:100 /getopt("until", 0s, "the end: so long after the beginning", 0s) && elapsed >= getopt("until", 0s)/ { exit(); }

END {
	for ($kv : @growth) {
		if ($kv.1 != 0) { @difference[$kv.0] = bytes($kv.1); }
	}
	print(@difference, getopt("top|T", 10, "how many stacks are shown", 0));
}
