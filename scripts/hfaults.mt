#!/usr/bin/env memtap
// hfaults: faults that ask for huge pages, of hugetlbfs and transparent ones, and whether they got them
//
//     memtap hfaults [-p PID | -c COMMAND] [--failed] [--interval=SECONDS] [--top=N]
//
// For each program and size of page, how many faults got a huge page and how many did not: then a transparent huge page falls back
// to small ones, and a program that wants hugetlb is killed by SIGBUS. The most last.

config = { print_maps_on_exit = false; }

macro report(@huge) { print(@huge, getopt("top|t", 20, "how many rows")); }

mem:huge_fault /!args.success || !getopt("failed|x", false, "only those that got no huge page")/ {
	@huge[comm, pid, args.hugetlb ? "hugetlb" : "transparent", bytes(args.size),
	      args.success ? "huge" : args.hugetlb ? "failed" : "small instead"] = count();
}

interval:s:1 {
	$every = getopt("interval|i", 0, "seconds between reports; 0: one at the end");
	@seconds++;
	if ($every != 0 && @seconds % $every == 0) {
		time("%H:%M:%S\n");
		report(@huge);
		clear(@huge);
	}
}

END { report(@huge); }
