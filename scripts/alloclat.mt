#!/usr/bin/env memtap
// alloclat: how long a program's calls of its allocator take, by function, size and stack
//
//     memtap alloclat -p PID | -c COMMAND [-T N]
//
// At the end histograms in nanoseconds, for each function and size, and the stacks that have spent most time in the
// allocator. The probes themselves take a microsecond or two of each call: compare calls with each other.

config = { print_maps_on_exit = false; max_cost = 25; }

macro size_class(size)
{
	size == 0 ? "any size" : size <= 64 ? "up to 64 B" : size <= 1K ? "up to 1 KiB" : size <= 32K ? "up to 32 KiB"
		: size < 128K ? "below 128 KiB" : "128 KiB and more"
}

mem:heap_call {
	@latency[args.function, size_class(args.size)] = hist(args.latency);
	@spent[ustack] = sum(duration(args.latency));
}

END {
	print(@latency);
	print(@spent, getopt("top|T", 10, "how many stacks are shown", 0));
}
