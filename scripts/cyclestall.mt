#!/usr/bin/env memtap
// cyclestall: where a program spends its cycles, and where it waits for memory, by stack
//
//     memtap cyclestall [-p PID | -c COMMAND] [-T N]
//
// At the end the stacks with most samples: one for each million cycles, and one for each ten thousand accesses that had to
// go to memory because no cache had the data.

config = { print_maps_on_exit = false; }

hardware:cpu-cycles:1000000 { @cycles[comm, ustack] = count(); }
hardware:cache-misses:10000 { @misses[comm, ustack] = count(); }

END {
	print(@cycles, getopt("top|T", 10, "how many stacks are shown", 0));
	print(@misses, getopt("top|T", 10, "how many stacks are shown", 0));
}
