#!/usr/bin/env memtap
// ffaults: page faults, by the file whose pages were wanted
//
//     memtap ffaults [-p PID | -c COMMAND] [--major] [--top=N] [INTERVAL [COUNT]]
//
// How many page faults each program met in each file that it has mapped, and in anonymous memory; apart those that had to
// wait for a disk. The most last.

config = { print_maps_on_exit = false; }

macro report(@minor, @major) {
	print(@minor, getopt("top|T", 20, "how many lines are shown"));
	print(@major, getopt("top|T", 20));
}
macro name_of(file) { file != 0 ? path(file->f_path, 128) : "[anonymous]" }

mem:fault /args.major/ { @major[comm, name_of(args.file)] = count(); }
mem:fault /!args.major && !getopt("major|m", false, "only major faults")/ {
	@minor[comm, name_of(args.file)] = count();
}

interval:s:1 {
	$every = $1 ?: 0;
	if ($every == 0 || ++@seconds % $every != 0) { return; }
	time("%H:%M:%S\n");
	report(@minor, @major);
	clear(@minor);
	clear(@major);
	$count = $2 ?: 0;
	if ($count && @seconds >= $every * $count) { exit(); }
}

END { report(@minor, @major); }
