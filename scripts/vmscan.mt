#!/usr/bin/env memtap
// vmscan: what reclaim costs, second by second: time that tasks spent in it, wake-ups of kswapd, pages written
//
//     memtap vmscan [INTERVAL [COUNT]]
//
// Times are those of all tasks together, so they may be longer than the interval. At the end, how long single calls took.

BEGIN {
	printf("%-8s %10s %10s %10s %10s %8s %8s\n", "TIME", "SLAB", "DIRECT", "WAIT", "MEMCG", "KSWAPD", "WRITTEN");
}

mem:shrink_slab { @slab = sum(args.latency); @slab_ns = hist(args.latency); }
mem:reclaim { @direct = sum(args.latency); @direct_ns = hist(args.latency); }
mem:reclaim_throttle { @wait = sum(args.latency); @wait_ns = hist(args.latency); }
mem:memcg_reclaim { @memcg = sum(args.latency); @memcg_ns = hist(args.latency); }
mem:kswapd_wake { @kswapd = count(); }
mem:write_page { @written = sum(args.pages); }

interval:s:1 {
	if (++@seconds % ($1 ?: 1) != 0) { return; }
	$now = (slab = @slab, direct = @direct, wait = @wait, memcg = @memcg, kswapd = @kswapd, written = @written);
	printf("%s %10s %10s %10s %10s %8d %8d\n", strftime("%H:%M:%S", nsecs), duration($now.slab - @last.slab),
	       duration($now.direct - @last.direct), duration($now.wait - @last.wait),
	       duration($now.memcg - @last.memcg), $now.kswapd - @last.kswapd, $now.written - @last.written);
	@last = $now;
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 1) * $count) { exit(); }
}

END {
	clear(@slab); clear(@direct); clear(@wait); clear(@memcg); clear(@kswapd); clear(@written); clear(@seconds); clear(@last);
}
