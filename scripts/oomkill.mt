#!/usr/bin/env memtap
// oomkill: who was killed for want of memory, what it held, who asked for memory, and whose limit was hit
//
//     memtap oomkill
//
// A line for each process that the OOM killer kills; with memory.oom.group there are several of one kill. CGROUP is the
// memory cgroup that was full, and LIMIT its memory.max; of the root it is all memory and swap of the machine.

config = { print_maps_on_exit = false; }

BEGIN {
	printf("%-8s %7s %-16s %10s %10s %10s %5s %7s %-16s %10s %-24s %s\n", "TIME", "VICTIM", "KILLED", "ANON", "FILE", "SHMEM",
	       "ADJ", "PID", "ASKED", "LIMIT", "CGROUP", "LOAD");
}

mem:oom { @kill[tid] = (limit = (args.cgroup ? args.limit : args.pages) * 4K, cgroup = args.cgroup ?: 1); }

/* The kernel holds a lock while it kills, so no other line gets between this one and its end. */
mem:oom_victim /has_key(@kill, tid)/ {
	printf("%s %7d %-16s %10s %10s %10s %5d %7d %-16s %10s %-24s ", strftime("%H:%M:%S", nsecs), args.pid, args.comm,
	       bytes(args.anon), bytes(args.file), bytes(args.shmem), args.adj, pid, comm, bytes(@kill[tid].limit),
	       cgroup_path(@kill[tid].cgroup));
	cat("/proc/loadavg");
}

mem:oom_end { delete(@kill, tid); }
