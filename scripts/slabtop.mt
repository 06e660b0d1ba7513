#!/usr/bin/env memtap
// slabtop: what the kernel allocates from its slab caches, by cache and caller
//
//     memtap slabtop [INTERVAL [COUNT]]
//
// Every INTERVAL (1) seconds a line for each cache, size of its objects, and function that allocated: how many, and their bytes
// with what is lost to rounding, the most last. The caches of kmalloc() are kmalloc with each size.

config = { print_maps_on_exit = false; }

BEGIN { printf("[CACHE, OBJECT%s]: allocations, bytes of each, of all\n", getopt("by-cache|b") ? "" : ", CALLER"); }

mem:kalloc /!getopt("by-cache|b", false, "add all callers up")/ {
	@[args.cache, args.bytes, ksym(args.caller)] = stats(bytes(args.bytes));
}
mem:kalloc /getopt("by-cache|b")/ { @[args.cache, args.bytes] = stats(bytes(args.bytes)); }

interval:s:1 {
	if (++@seconds % ($1 ?: 1) != 0) { return; }
	time("%H:%M:%S\n");
	print(@, getopt("top|T", 20, "how many lines are printed"));
	clear(@);
	if ($2 && @seconds >= ($1 ?: 1) * $2) { exit(); }
}

END { print(@, getopt("top|T", 20)); }
