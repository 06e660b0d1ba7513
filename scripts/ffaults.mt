#!/usr/bin/env memtap
// ffaults: page faults, by the file whose pages were wanted
//
//     memtap ffaults [-p PID | -c COMMAND] [--major] [--top=N] [INTERVAL [COUNT]]
//
// How many page faults each program met in each file that it has mapped, and in anonymous memory; apart those that had to
// wait for a disk. The most last.

import report;

config = { print_maps_on_exit = false; }

macro report(@all_minor, @minor_before, @minor, @all_major, @major_before, @major) {
	add_new(@all_minor, @minor_before, @minor);
	add_new(@all_major, @major_before, @major);
	print(@minor, getopt("top|T", 20, "how many lines are shown", 0));
	print(@major, getopt("top|T", 20));
	clear(@minor);
	clear(@major);
}
macro name_of(file) { file != 0 ? path(file->f_path, 128) : "[anonymous]" }

mem:fault /args.major/ { @all_major[comm, name_of(args.file)] = count(); }
mem:fault /!args.major && !getopt("major|m", false, "only major faults")/ {
	@all_minor[comm, name_of(args.file)] = count();
}

interval:s:1 {
	$every = $1 ?: 0;
	if ($every == 0 || ++@seconds % $every != 0) { return; }
	time("%H:%M:%S since the last report:\n");
	report(@all_minor, @minor_before, @minor, @all_major, @major_before, @major);
	$count = $2 ?: 0;
	if ($count && @seconds >= $every * $count) { exit(); }
}

END { report(@all_minor, @minor_before, @minor, @all_major, @major_before, @major); }
