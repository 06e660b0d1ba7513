#!/usr/bin/env memtap
// swapin: what processes read from swap and write to it, second by second
//
//     memtap swapin [--latency] [INTERVAL [COUNT]]
//
// Reading is what makes programs slow; most of what is written for lack of memory is written by kswapd.

import report;

mem:swapin { @bytes["in", pid, comm] = sum(bytes(args.pages * 4K)); }
mem:swapout { @bytes["out", pid, comm] = sum(bytes(args.pages * 4K)); }

mem:swap_fault /getopt("latency", false, "how long faults waited for their page, at the end")/ {
	@latency_ns[pid, comm] = hist(args.latency);
}

interval:s:1 {
	if (++@seconds % ($1 ?: 1) != 0) { return; }
	add_new(@bytes, @before, @swapped);
	if (len(@swapped) > 0) {
		time("%H:%M:%S\n");
		print(@swapped, getopt("top|T", 20, "how many lines are shown", 0));
		clear(@swapped);
	}
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 1) * $count) { exit(); }
}

END {
	add_new(@bytes, @before, @swapped);
	clear(@bytes); clear(@before); clear(@seconds);
}
