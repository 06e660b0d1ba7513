#!/usr/bin/env memtap
// pagecache: what comes into the page cache and what goes, by file and by the process that causes it, second by second
//
//     memtap pagecache [INTERVAL [COUNT]]
//
// What goes is evicted by reclaim (kswapd, or who asks for memory), dropped, or was of a file that was cut or deleted. Files
// are shown without their folders; what has no name is a block device, or a file that is deleted.

import report;

mem:cache_add { @bytes["in", args.name, pid, comm] = sum(bytes(args.pages * 4K)); }
mem:cache_evict { @bytes["out", args.name, pid, comm] = sum(bytes(args.pages * 4K)); }

interval:s:1 {
	if (++@seconds % ($1 ?: 1) != 0) { return; }
	add_new(@bytes, @before, @cached);
	if (len(@cached) > 0) {
		time("%H:%M:%S\n");
		print(@cached, getopt("top|T", 20, "how many lines are shown", 0));
		clear(@cached);
	}
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 1) * $count) { exit(); }
}

END {
	add_new(@bytes, @before, @cached);
	clear(@bytes); clear(@before); clear(@seconds);
}
