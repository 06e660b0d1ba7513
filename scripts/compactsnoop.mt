#!/usr/bin/env memtap
// compactsnoop: compactions of memory, which make room for allocations of many pages in a row
//
//     memtap compactsnoop [--min=1ms] [--stack]
//
// A line for each zone that was gone through. ORDER: 2^ORDER pages in a row were asked for; -1 is all there is. SCANNED are
// the pages that were looked at to be moved, TARGETS those to be moved to.

BEGIN {
	printf("%-8s %7s %-16s %4s %-8s %5s %-18s %10s %8s %8s %s\n", "TIME", "PID", "COMM", "NODE", "ZONE", "ORDER", "MODE",
	       "LATENCY", "SCANNED", "TARGETS", "RESULT");
}

mem:compact /args.latency >= getopt("min", 0ms, "only what took as long, or longer", 0ms)/ {
	printf("%s %7d %-16s %4d %-8s %5d %-18s %10s %8lu %8lu %s\n", strftime("%H:%M:%S", nsecs), pid, comm, args.node,
	       args.zone, args.order, (enum migrate_mode)args.mode, duration(args.latency), args.scanned, args.scanned_free,
	       (enum compact_result)args.result);
	if (getopt("stack", false, "also the kernel's stack: what was being done")) {
		print(kstack);
	}
}
