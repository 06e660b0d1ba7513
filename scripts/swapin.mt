#!/usr/bin/env memtap
// swapin: what processes read from swap and write to it, second by second
//
//     memtap swapin [--latency] [--interval=10]
//
// Reading is what makes programs slow; most of what is written for lack of memory is written by kswapd.

macro add_new(@all, @before, @new) {
	for ($kv : @all) {
		if ($kv.1 > @before[$kv.0]) { @new[$kv.0] = bytes($kv.1 - @before[$kv.0]); }
		@before[$kv.0] = $kv.1;
	}
}

mem:swapin { @bytes["in", comm, pid] = sum(args.pages * 4K); }
mem:swapout { @bytes["out", comm, pid] = sum(args.pages * 4K); }

mem:swap_fault /getopt("latency", false, "how long faults waited for their page, at the end")/ {
	@latency_ns[comm, pid] = hist(args.latency);
}

interval:s:1 {
	@seconds++;
	if (@seconds % getopt("interval|i", 1, "seconds from report to report", 1) == 0) {
		add_new(@bytes, @before, @swapped);
		if (len(@swapped) > 0) {
			time("%H:%M:%S\n");
			print(@swapped, getopt("top|t", 20, "lines at most"));
			clear(@swapped);
		}
	}
}

END {
	add_new(@bytes, @before, @swapped);
	clear(@bytes); clear(@before); clear(@seconds);
}
