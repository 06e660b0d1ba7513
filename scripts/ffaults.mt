#!/usr/bin/env memtap
// ffaults: page faults, by the file whose pages were wanted
//
//     memtap ffaults [-p PID | -c COMMAND] [--major] [--interval=SECONDS] [--top=N]
//
// How many page faults each program met in each file that it has mapped, and in anonymous memory; apart those that had to
// wait for a disk. The most last.

config = { print_maps_on_exit = false; }

macro report(@minor, @major) {
	print(@minor, getopt("top|t", 20, "how many files"));
	print(@major, getopt("top|t", 20));
}
macro name_of(file) { file != 0 ? path(file->f_path, 128) : "[anonymous]" }

mem:fault /args.major/ { @major[comm, name_of(args.file)] = count(); }
mem:fault /!args.major && !getopt("major|m", false, "only major faults")/ {
	@minor[comm, name_of(args.file)] = count();
}

interval:s:1 {
	$every = getopt("interval|i", 0, "seconds between reports; 0: one at the end");
	@seconds++;
	if ($every != 0 && @seconds % $every == 0) {
		time("%H:%M:%S\n");
		report(@minor, @major);
		clear(@minor);
		clear(@major);
	}
}

END { report(@minor, @major); }
