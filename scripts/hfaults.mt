#!/usr/bin/env memtap
// hfaults: faults that ask for huge pages, of hugetlbfs and transparent ones, and whether they got them
//
//     memtap hfaults [-p PID | -c COMMAND] [--failed] [--top=N] [INTERVAL [COUNT]]
//
// For each program and size of page, how many faults got a huge page and how many did not: then a transparent huge page
// falls back to small ones, and a program that wants hugetlb is killed by SIGBUS. The most last.

import report;

config = { print_maps_on_exit = false; }

macro report(@all, @before, @huge) {
	add_new(@all, @before, @huge);
	print(@huge, getopt("top|T", 20, "how many lines are shown", 0));
	clear(@huge);
}

mem:huge_fault /!args.success || !getopt("failed|x", false, "only those that got no huge page")/ {
	@all[pid, comm, args.hugetlb ? "hugetlb" : "transparent", bytes(args.size),
		args.success ? "huge" : args.hugetlb ? "failed" : "small instead"] = count();
}

interval:s:1 {
	$every = $1 ?: 0;
	if ($every == 0 || ++@seconds % $every != 0) { return; }
	time("%H:%M:%S since the last report:\n");
	report(@all, @before, @huge);
	$count = $2 ?: 0;
	if ($count && @seconds >= $every * $count) { exit(); }
}

END { report(@all, @before, @huge); }
