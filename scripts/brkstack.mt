#!/usr/bin/env memtap
// brkstack: which code makes the heap grow, and by how much
//
//     memtap brkstack [-p PID | -c COMMAND] [--calls] [--top=N] [INTERVAL [COUNT]]
//
// For each stack that moved the end of the heap up, by how many bytes, the most last. Before that, all calls of brk(): those that
// grew the heap, shrank it, only asked where it ends, or were refused. What is mapped instead, mmapsnoop shows.

config = { print_maps_on_exit = false; }

macro report(@all, @calls, @bytes) {
	print(@all);
	if (getopt("calls", false, "also how often each stack did it")) { print(@calls, getopt("top|T", 10)); }
	print(@bytes, getopt("top|T", 10, "how many stacks are shown", 0));
}

mem:brk /args.growth > 0/ { @calls[comm, ustack] = count(); @bytes[comm, ustack] = sum(bytes(args.growth)); }

mem:brk {
	@all[args.growth > 0 ? "grew"
	     : args.growth < 0 ? "shrank"
	     : args.asked == 0 || args.asked == args.old ? "asked" : "refused"] = stats(bytes(args.growth));
}

interval:s:1 {
	$every = $1 ?: 0;
	if ($every == 0 || ++@seconds % $every != 0) { return; }
	time("%H:%M:%S since the start:\n");
	report(@all, @calls, @bytes);
	$count = $2 ?: 0;
	if ($count && @seconds >= $every * $count) { exit(); }
}

END { report(@all, @calls, @bytes); }
