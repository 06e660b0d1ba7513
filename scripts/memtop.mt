#!/usr/bin/env memtap
// memtop: processes by how their memory grows: heap, mappings and page faults of the last interval
//
//     memtap memtop [INTERVAL [COUNT]]
//
// Every INTERVAL (1) seconds a line for each process whose memory changed: by how much its heap (brk) and its mappings grew, both
// together first, how many page faults it had, and in how many of them it waited for a disk. The one that grew most is last.

config = { print_maps_on_exit = false; }

macro report(@mapped, @heap, @faults, @major, @name, @top) {
	for ($kv : @name) {
		$pid = $kv.0;
		@top[$pid, $kv.1] = (grown = bytes(@heap[$pid] + @mapped[$pid]), heap = bytes(@heap[$pid]),
				     mapped = bytes(@mapped[$pid]), faults = @faults[$pid], major = @major[$pid]);
	}
	print(@top, getopt("top|T", 20, "how many lines are shown"));
	clear(@top);
	clear(@heap);
	clear(@mapped);
	clear(@faults);
	clear(@major);
	clear(@name);
}

mem:brk /args.growth != 0/ { @heap[pid] = sum(args.growth); @name[pid] = comm; }
mem:mmap /(int64)args.address > 0/ { @mapped[pid] = sum((int64)args.length); @name[pid] = comm; }
mem:munmap /args.result == 0/ { @mapped[pid] = sum(-(int64)args.length); @name[pid] = comm; }
mem:mremap /(int64)args.address > 0/ { @mapped[pid] = sum((int64)args.length - (int64)args.old_length); @name[pid] = comm; }
mem:fault { @faults[pid] = count(); @major[pid] = sum(args.major); @name[pid] = comm; }

interval:s:1 {
	if (++@seconds % ($1 ?: 1) != 0) { return; }
	time("%H:%M:%S\n");
	report(@mapped, @heap, @faults, @major, @name, @top);
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 1) * $count) { exit(); }
}

END { report(@mapped, @heap, @faults, @major, @name, @top); }
