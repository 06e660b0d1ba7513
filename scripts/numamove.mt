#!/usr/bin/env memtap
// numamove: pages that automatic NUMA balancing moves to the node where they are used, second by second
//
//     memtap numamove [INTERVAL [COUNT]]
//
// TOOK is the time that processes spent on it, in the faults that tell where pages are used. At the end, by process.

BEGIN { printf("%-8s %10s %8s %10s\n", "TIME", "MOVED", "FAILED", "TOOK"); }

mem:migrate /args.reason == MR_NUMA_MISPLACED/ {
	@pages = sum(args.pages);
	@failed = sum(args.failed);
	@took = sum(args.latency);
	@moved[pid, comm] = sum(bytes(args.pages * 4K));
}

interval:s:1 {
	if (++@seconds % ($1 ?: 1) != 0) { return; }
	$now = (pages = @pages, failed = @failed, took = @took);
	printf("%s %10s %8d %10s\n", strftime("%H:%M:%S", nsecs), bytes(($now.pages - @last.pages) * 4K),
	       $now.failed - @last.failed, duration($now.took - @last.took));
	@last = $now;
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 1) * $count) { exit(); }
}

END { clear(@pages); clear(@failed); clear(@took); clear(@seconds); clear(@last); }
