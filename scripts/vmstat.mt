#!/usr/bin/env memtap
// vmstat: the machine's memory second by second: what is free and cached, swapped, faulted and reclaimed
//
//     memtap vmstat [INTERVAL [COUNT]]
//
// FREE, BUFF and CACHE are as they are then, the others of the time since the last line: what was read from swap and written
// to it, faults and those of them that had to wait for a disk, and what reclaim took away.

BEGIN {
	printf("%-8s %10s %10s %10s %10s %10s %8s %8s %10s\n", "TIME", "FREE", "BUFF", "CACHE", "SWAPIN", "SWAPOUT", "FAULTS",
	       "MAJOR", "RECLAIMED");
}

mem:swapin { @in = sum(args.pages); }
mem:swapout { @out = sum(args.pages); }
mem:fault { @faults = count(); if (args.major) { @major = count(); } }
mem:shrink_inactive { @reclaimed = sum(args.reclaimed); }

interval:s:1 {
	if (++@seconds % ($1 ?: 1) != 0) { return; }
	$now = (in = @in, out = @out, faults = @faults, major = @major, reclaimed = @reclaimed);
	printf("%s %10s %10s %10s %10s %10s %8d %8d %10s\n", strftime("%H:%M:%S", nsecs), meminfo("MemFree"),
	       meminfo("Buffers"), meminfo("Cached"), bytes(($now.in - @last.in) * 4K),
	       bytes(($now.out - @last.out) * 4K), $now.faults - @last.faults, $now.major - @last.major,
	       bytes(($now.reclaimed - @last.reclaimed) * 4K));
	@last = $now;
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 1) * $count) { exit(); }
}

END { clear(@in); clear(@out); clear(@faults); clear(@major); clear(@reclaimed); clear(@seconds); clear(@last); }
