#!/usr/bin/env memtap
// memtop: processes by how their memory grows: heap, mappings and page faults of the last interval
//
//     memtap memtop [INTERVAL [COUNT]]
//
// Every INTERVAL (1) seconds a line for each process whose memory changed: by how much its heap (brk) and its mappings grew, both
// together first, how many page faults it had, and in how many of them it waited for a disk. The one that grew most is last.

config = { print_maps_on_exit = false; max_cost = 25; }

// Differences to the last report: what comes while it is made is in the next. A process of which there is nothing new goes.
macro report(@mapped, @heap, @faults, @major, @name, @last, @top) {
	for ($kv : @name) {
		$pid = $kv.0;
		$now = (heap = @heap[$pid], mapped = @mapped[$pid], faults = @faults[$pid], major = @major[$pid]);
		$last = @last[$pid];
		if ($now == $last) {
			delete(@name[$pid]);
			delete(@heap[$pid]);
			delete(@mapped[$pid]);
			delete(@faults[$pid]);
			delete(@major[$pid]);
			delete(@last[$pid]);
		} else {
			$heap = $now.heap - $last.heap;
			$mapped = $now.mapped - $last.mapped;
			@top[$pid, $kv.1] = (grown = bytes($heap + $mapped), heap = bytes($heap), mapped = bytes($mapped),
					     faults = $now.faults - $last.faults, major = $now.major - $last.major);
			@last[$pid] = $now;
		}
	}
	print(@top, getopt("top|T", 20, "how many lines are shown", 0));
	clear(@top);
}

mem:brk /args.growth != 0/ { @heap[pid] = sum(args.growth); @name[pid] = leader_comm; }
mem:mmap /(int64)args.address > 0/ { @mapped[pid] = sum((int64)args.length); @name[pid] = leader_comm; }
mem:munmap /args.result == 0/ { @mapped[pid] = sum(-(int64)args.length); @name[pid] = leader_comm; }
mem:mremap /(int64)args.address > 0/ {
	@mapped[pid] = sum((int64)args.length - (int64)args.old_length);
	@name[pid] = leader_comm;
}
mem:fault { @faults[pid] = count(); @major[pid] = sum(args.major); @name[pid] = leader_comm; }

interval:s:1 {
	if (++@seconds % ($1 ?: 1) != 0) { return; }
	time("%H:%M:%S\n");
	report(@mapped, @heap, @faults, @major, @name, @last, @top);
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 1) * $count) { exit(); }
}

END { report(@mapped, @heap, @faults, @major, @name, @last, @top); }
