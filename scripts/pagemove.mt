#!/usr/bin/env memtap
// pagemove: pages that are moved in memory, by reason and by the process that moves them
//
//     memtap pagemove [INTERVAL [COUNT]]
//
// Of those that could not be moved the number is there, too: they are pinned, or somebody uses them at that moment.

import report;

mem:migrate {
	@bytes["moved", migrate_reason(args.reason), pid, comm] = sum(bytes(args.pages * 4K));
	if (args.failed) { @bytes["failed", migrate_reason(args.reason), pid, comm] = sum(bytes(args.failed * 4K)); }
}

interval:s:1 {
	if (++@seconds % ($1 ?: 1) != 0) { return; }
	add_new(@bytes, @before, @pages);
	if (len(@pages) > 0) {
		time("%H:%M:%S\n");
		print(@pages);
		clear(@pages);
	}
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 1) * $count) { exit(); }
}

END {
	add_new(@bytes, @before, @pages);
	clear(@bytes); clear(@before); clear(@seconds);
}
