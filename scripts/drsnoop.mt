#!/usr/bin/env memtap
// drsnoop: direct reclaim: processes that asked for memory and had to free some themselves, which takes them time
//
//     memtap drsnoop [--memcg] [--stack] [--min=10ms]
//
// LATENCY is what an allocation was late by, and KSWAPD the part of it that was waiting for kswapd. FREE is what the machine
// had left then, CGROUP whose limit it was: / is the machine.

config = { print_maps_on_exit = false; }

macro show(latency, waited, pages, free, full) {
	if (latency >= getopt("min", 0ms, "only what took as long, or longer", 0ms)) {
		printf("%s %7d %-16s %10s %10s %7lu %10s %s\n", strftime("%H:%M:%S", nsecs), pid, comm, duration(latency),
		       duration(waited), pages, bytes(free * 4K), cgroup_path(full));
		if (getopt("stack", false, "also the kernel's stack: what was being done")) {
			print(kstack);
		}
	}
}

BEGIN {
	printf("%-8s %7s %-16s %10s %10s %7s %10s %s\n", "TIME", "PID", "COMM", "LATENCY", "KSWAPD", "PAGES", "FREE",
	       "CGROUP");
}

mem:reclaim_throttle /!args.killed/ { @waited[tid] = args.latency; }

mem:reclaim {
	show(args.latency + @waited[tid], @waited[tid], args.pages, args.free, 1);
	delete(@waited, tid);
}

mem:memcg_reclaim /getopt("memcg", false, "also of memory cgroups that are at their limit")/ {
	show(args.latency, 0, args.pages, args.free, args.cgroup);
}
