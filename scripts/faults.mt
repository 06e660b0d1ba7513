#!/usr/bin/env memtap
// faults: page faults, by the code that met them
//
//     memtap faults [-p PID | -c COMMAND] [--major] [--top=N] [INTERVAL [COUNT]]
//
// How many page faults each stack met, the most last; before that their sorts. Minor ones take a page that is in memory, or a new
// one, major ones wait for a disk; user ones are met by the program's own code, kernel ones by the kernel on its behalf.

import report;

config = { print_maps_on_exit = false; }

macro report(@sorts, @sorts_before, @all, @stacks, @stacks_before, @faults) {
	add_new(@sorts, @sorts_before, @all);
	add_new(@stacks, @stacks_before, @faults);
	print(@all);
	print(@faults, getopt("top|T", 10, "how many stacks are shown", 0));
	clear(@all);
	clear(@faults);
}

mem:fault /args.major || !getopt("major|m", false, "only major faults")/ {
	@sorts[args.major ? "major" : "minor", args.user ? "user" : "kernel", args.file != 0 ? "file" : "anonymous"] = count();
	@stacks[comm, ustack] = count();
}

interval:s:1 {
	$every = $1 ?: 0;
	if ($every == 0 || ++@seconds % $every != 0) { return; }
	time("%H:%M:%S since the last report:\n");
	report(@sorts, @sorts_before, @all, @stacks, @stacks_before, @faults);
	$count = $2 ?: 0;
	if ($count && @seconds >= $every * $count) { exit(); }
}

END { report(@sorts, @sorts_before, @all, @stacks, @stacks_before, @faults); }
