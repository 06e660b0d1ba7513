#!/usr/bin/env memtap
// slabtop: what the kernel allocates from its slab caches, by cache and caller
//
//     memtap slabtop [INTERVAL [COUNT]]
//
// Every INTERVAL (1) seconds a line for each cache, size of its objects, and function that allocated: the bytes of all with what
// is lost to rounding, and how many; the most bytes last. The caches of kmalloc() are kmalloc with each size.

config = { print_maps_on_exit = false; }

macro report(@top, @bytes, @count) {
	for ($kv : @bytes) { @top[$kv.0] = (total = bytes($kv.1), count = @count[$kv.0]); }
	print(@top, getopt("top|T", 20, "how many lines are shown"));
	clear(@top);
	clear(@bytes);
	clear(@count);
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
	report(@top, @bytes, @count);
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 1) * $count) { exit(); }
}

END { report(@top, @bytes, @count); }
