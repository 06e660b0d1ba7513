#!/usr/bin/env memtap
// memleak: memory that was allocated and not freed, by stack: of a process, of all of them, or of the kernel
//
//     memtap memleak -p PID [INTERVAL [COUNT]]    a process; -c COMMAND: one that is started
//     memtap memleak --all                        every process
//     memtap memleak                              the kernel: slab, pages and per-CPU memory
//
// Every INTERVAL (5) seconds the stacks that hold most, the largest last; at the end, or when the process ends, what is left.
// Blocks from before tracing began are not known.

config = {
	stack_mode = source;
	print_maps_on_exit = false;
	max_cost = 25;
	hold_order = getopt("sort|S", "size", "stacks by size or count");
	max_held_objects = getopt("max-objects", 1048576, "blocks that are held at once at most; each takes 16 bytes of the kernel's memory at once, and about 130 more while it is held");
	allocator = getopt("obj|O", "libc", "program or library with the allocator, such as libtcmalloc.so.4");
	allocator_prefix = getopt("symbols-prefix", "", "what its functions begin with: je_ of je_malloc");
	preload_sampler = getopt("sample|s", 0, "hold one in so many bytes; a process samples itself, by libmemsample.so, which -c loads; 0: all");
}

macro is_wanted(size) {
	size >= getopt("min-size|z", 0, "leave out smaller blocks", 0) &&
	(!getopt("max-size|Z", 0, "leave out larger blocks; 0: none", 0) || size <= getopt("max-size|Z", 0))
}

// Few blocks are held then, each for the bytes that it stands for: objects are those of the sample.
macro interval() { getopt("probe-sample", 0, "the same, but sampled where probes fire: slower, of any process", 0) ?: getopt("sample|s", 0) }
macro sampled(size) { sample(size, interval) }
macro is_kept(bytes) { bytes != 0 || !interval }

// A line for each block of a process that comes or goes.
macro is_shown() { getopt("show-allocs|a", false, "also print each allocation and free of processes") }
macro show_alloc(kind, size, ptr) {
	if (is_shown) {
		printf("%s %7d %-16s alloc %-14s %10lu %p\n", strftime("%H:%M:%S", nsecs), pid, comm, kind, size, ptr);
	}
}
macro show_free(kind, ptr) {
	if (is_shown) {
		printf("%s %7d %-16s free  %-14s %10s %p\n", strftime("%H:%M:%S", nsecs), pid, comm, kind, "", ptr);
	}
}

macro of_sample() { has_target && getopt("sample|s", 0) }
macro of_process() { has_target && !getopt("sample|s", 0) }
macro of_all() { !has_target && getopt("all|A", false, "every process instead of the kernel") }
macro of_kernel() { !has_target && !getopt("all|A") }

mem:alloc /of_process() && is_wanted(args.size)/ {
	show_alloc(func, args.size, args.ptr);
	$bytes = sampled(args.size);
	if (is_kept($bytes)) { @heap[ustack] = hold((pid, args.ptr), $bytes); }
}
mem:alloc /of_all() && is_wanted(args.size)/ {
	show_alloc(func, args.size, args.ptr);
	$bytes = sampled(args.size);
	if (is_kept($bytes)) { @heap[pid, comm, ustack] = hold((pid, args.ptr), $bytes); }
}
mem:free /of_process() || of_all()/ {
	show_free(func, args.ptr);
	release(@heap, (pid, args.ptr));
}
mem:realloc /of_process()/ {
	show_free(func, args.old);
	if (is_wanted(args.size)) { show_alloc(func, args.size, args.ptr); }
	$bytes = sampled(args.size);
	@heap[ustack] = move((pid, args.old), (pid, args.ptr), $bytes);
	if (!is_wanted(args.size) || !is_kept($bytes)) { release(@heap, (pid, args.ptr)); }
}
mem:realloc /of_all()/ {
	show_free(func, args.old);
	if (is_wanted(args.size)) { show_alloc(func, args.size, args.ptr); }
	$bytes = sampled(args.size);
	@heap[pid, comm, ustack] = move((pid, args.old), (pid, args.ptr), $bytes);
	if (!is_wanted(args.size) || !is_kept($bytes)) { release(@heap, (pid, args.ptr)); }
}

// What the process itself samples, by whatever in it has OpenTelemetry's notes.
mem:sampled_alloc /of_sample() && is_wanted(args.size)/ {
	show_alloc("sampled", args.size, args.ptr);
	@heap[ustack] = hold((pid, args.ptr), args.size, args.bytes);
}
mem:sampled_free /of_sample()/ {
	show_free("sampled", args.ptr);
	release(@heap, (pid, args.ptr));
}

// The kernel. Pages of slabs are in mem:page_user, so that no byte counts twice.
mem:kalloc /of_kernel() && is_wanted(args.bytes)/ {
	$bytes = sampled(args.bytes);
	if (is_kept($bytes)) { @heap[kstack] = hold(("slab", args.ptr), $bytes); }
}
mem:kfree /of_kernel()/ { release(@heap, ("slab", args.ptr)); }
mem:kfree_bulk /of_kernel()/ {
	for ($i : 0..args.count) { release(@heap, ("slab", args.ptrs[$i])); }
}
mem:page_alloc /of_kernel() && is_wanted(args.bytes)/ {
	$bytes = sampled(args.bytes);
	if (is_kept($bytes)) { @heap[kstack] = hold(("page", args.page), $bytes); }
}
mem:page_free /of_kernel()/ { release(@heap, ("page", args.page)); }
mem:page_user /of_kernel()/ { }
mem:percpu_alloc /of_kernel() && is_wanted(args.bytes)/ {
	$bytes = sampled(args.bytes);
	if (is_kept($bytes)) { @heap[kstack] = hold(("cpus", args.ptr), $bytes); }
}
mem:percpu_free /of_kernel()/ { release(@heap, ("cpus", args.ptr)); }

BEGIN /is_shown && of_kernel()/ {
	errorf("--show-allocs shows blocks of processes: say which with -p, -c or --all\n");
	exit(2);
}
BEGIN /is_shown && !of_kernel()/ {
	printf("%-8s %7s %-16s EVENT %-14s %10s %s\n", "TIME", "PID", "COMM", "KIND", "BYTES", "ADDRESS");
}

// Only the first of these has totals kept while blocks come and go.
macro is_combined() { getopt("combined-only|C", false, "totals as they are kept: quick, without ages") }
macro is_due(@seconds) { ++@seconds % ($1 ?: 5) == 0 }
macro end_report(@seconds) {
	$count = $2 ?: 0;
	if ($count && @seconds >= ($1 ?: 5) * $count) { exit(); }
}
interval:s:1 /is_combined && is_due(@seconds)/ {
	time("%H:%M:%S outstanding:\n");
	print(@heap, getopt("top|T", 10, "how many stacks are shown", 0));
	end_report(@seconds);
}
interval:s:1 /!is_combined && is_due(@seconds)/ {
	time("%H:%M:%S outstanding:\n");
	print(older(@heap, getopt("older", 500ms, "leave out younger blocks, but at the end", 0s)), getopt("top|T", 10));
	end_report(@seconds);
}

END { time("%H:%M:%S in the end:\n"); print(@heap, getopt("top|T", 10)); }
