#!/usr/bin/env memtap
// pagemove: pages that are moved in memory, by reason and by the process that moves them
//
//     memtap pagemove [INTERVAL [COUNT]]
//
// Of those that could not be moved the number is there, too: they are pinned, or somebody uses them at that moment.

// What came since the last report. An entry where nothing came goes, or the map would be full some day.
macro add_new(@all, @before, @new) {
	for ($kv : @all) {
		if ($kv.1 == @before[$kv.0]) {
			delete(@all[$kv.0]);
			delete(@before[$kv.0]);
		} else {
			@new[$kv.0] = bytes($kv.1 - @before[$kv.0]);
			@before[$kv.0] = $kv.1;
		}
	}
}

mem:migrate {
	@bytes["moved", migrate_reason(args.reason), pid, comm] = sum(args.pages * 4K);
	if (args.failed) { @bytes["failed", migrate_reason(args.reason), pid, comm] = sum(args.failed * 4K); }
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
