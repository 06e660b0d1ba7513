#!/usr/bin/env memtap
// pagemove: pages that are moved in memory, by reason and by the process that moves them
//
//     memtap pagemove [--interval=10]
//
// Of those that could not be moved the number is there, too: they are pinned, or somebody uses them at that moment.

mem:migrate {
	@moved[migrate_reason(args.reason), comm, pid] = sum(bytes(args.pages * 4K));
	if (args.failed) { @failed[migrate_reason(args.reason), comm, pid] = sum(args.failed); }
}

interval:s:1 {
	@seconds++;
	if (@seconds % getopt("interval|i", 1, "seconds from report to report") == 0 && len(@moved) > 0) {
		time("%H:%M:%S\n");
		print(@moved);
		print(@failed);
		clear(@moved);
		clear(@failed);
	}
}

END { clear(@seconds); }
