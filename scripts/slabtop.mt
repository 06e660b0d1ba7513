#!/usr/bin/env memtap
// slabtop: what the kernel allocates from its slab caches, by cache and caller
//
//     memtap slabtop [INTERVAL [COUNT]]
//
// Every INTERVAL (1) seconds a line for each cache, size of its objects, and function that allocated: the bytes of all with what
// is lost to rounding, and how many; the most bytes last. The caches of kmalloc() are kmalloc with each size.

config = { print_maps_on_exit = false; max_cost = 25; }

// Differences to the last report: what comes while it is made is in the next. A cache of which nothing was allocated goes.
macro report(@top, @bytes, @count, @last) {
	for ($kv : @count) {
		$now = (total = @bytes[$kv.0], count = $kv.1);
		$last = @last[$kv.0];
		if ($now.count == $last.count) {
			delete(@bytes[$kv.0]);
			delete(@count[$kv.0]);
			delete(@last[$kv.0]);
		} else {
			@top[$kv.0] = (total = bytes($now.total - $last.total), count = $now.count - $last.count);
			@last[$kv.0] = $now;
		}
	}
	print(@top, getopt("top|T", 20, "how many lines are shown", 0));
	clear(@top);
}

BEGIN { printf("[CACHE, OBJECT%s]\n", getopt("by-cache|b", false, "add all callers up") ? "" : ", CALLER"); }

mem:kalloc /!getopt("by-cache|b")/ {
	@bytes[args.cache, args.bytes, ksym(args.caller)] = sum(args.bytes);
	@count[args.cache, args.bytes, ksym(args.caller)] = count();
}
mem:kalloc /getopt("by-cache|b")/ {
	@bytes[args.cache, args.bytes] = sum(args.bytes);
	@count[args.cache, args.bytes] = count();
}

interval:s:1 {
	if (++@seconds % ($1 ?: 1) != 0) { return; }
	time("%H:%M:%S\n");
	report(@top, @bytes, @count, @last);
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 1) * $count) { exit(); }
}

END { report(@top, @bytes, @count, @last); }
