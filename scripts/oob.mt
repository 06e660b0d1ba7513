#!/usr/bin/env memtap
// oob: accesses past the end of a block, of a mapping or of an array on the stack
//
//     memtap oob -p PID | -c COMMAND [PROGRAM FUNCTION] [--size=BYTES] [--address=ADDRESS]
//
// Three kinds are seen: the byte behind up to four blocks of the heap, which the processor watches from the time that is
// printed on, until they are freed; faults next to a block or mapping that the program made; and what the C library's own checks
// find (-D_FORTIFY_SOURCE, -fstack-protector) when they do. The blocks that are watched are those that were allocated inside
// FUNCTION of PROGRAM, of a size, or at an address. For each block the first access is reported.

import forget;
import within;

config = { print_maps_on_exit = false; max_cost = 25; }

let @live = hash(1000000);
let @watched = hash(64);
let @inside = lruhash(10000);
let @told = lruhash(10000);

macro is_wanted(start, size)
{
	(getopt("size", 0, "watch behind blocks of this size only", 0) == 0 || size == getopt("size", 0)) &&
	(getopt("address", 0, "watch behind the block that holds this address, or ends there", 0) == 0 ||
	 (getopt("address", 0) >= start && getopt("address", 0) <= start + size)) &&
	is_within()
}

mem:alloc, mem:realloc {
	$start = (uint64)args.ptr;
	$end = $start + args.size;
	@live[pid, $start] = (size = args.size, made = ustack);
	if (is_wanted($start, args.size) && len(@watched) < 4) {
		@watched[pid, $end] = $start;
		watch($end, 1, "rw");
		time("%H:%M:%S ");
		printf("watching behind the block at %p, %s\n", args.ptr, bytes(args.size));
	}
}
mem:mmap /(int64)args.address > 0/ { @live[pid, (uint64)args.address] = (size = args.length, made = ustack); }

mem:free, mem:realloc_call {
	$start = (uint64)args.ptr;
	$end = $start + @live[pid, $start].size;
	if (has_key(@watched, (pid, $end))) {
		delete(@watched, (pid, $end));
		unwatch($end);
	}
	delete(@live, (pid, $start));
}
mem:munmap /args.result == 0/ { delete(@live, (pid, (uint64)args.address)); }

/* The allocator itself keeps the sizes of blocks there. */
mem:heap_enter { @inside[tid]++; }
mem:heap_leave { @inside[tid]--; }

watchpoint:armed /@inside[tid] == 0 && has_key(@watched, (pid, ctx->addr))/ {
	$start = @watched[pid, ctx->addr];
	$block = @live[pid, $start];
	delete(@watched, (pid, ctx->addr));
	unwatch(ctx->addr);
	printf("\n%s %s[%d] thread %d uses the byte behind the block at %p, %s:%s\n    allocated:%s\n", strftime("%H:%M:%S", nsecs),
	       leader_comm, pid, tid, (void *)$start, bytes($block.size), ustack, $block.made);
}

/* Past the end: where no access is allowed, within a page of what was allocated or mapped. A guard may be a part of a mapping. */
mem:violation /args.code != 128 && (vma(args.address) == 0 || (vma(args.address)->vm_flags & 7) == 0)/ {
	$address = args.address;
	$start = (uint64)0;
	for ($kv : @live) {
		if ($kv.0.0 == pid && $address >= $kv.0.1 && $address < $kv.0.1 + $kv.1.size + 4K && $kv.0.1 > $start) { $start = $kv.0.1; }
	}
	if ($start != 0) {
		$block = @live[pid, $start];
		printf("\n%s %s[%d] thread %d uses %p, %ld bytes from the start of %p, which has %s:%s\n    allocated:%s\n",
		       strftime("%H:%M:%S", nsecs), leader_comm, pid, tid, (void *)$address, $address - $start, (void *)$start,
		       bytes($block.size), ustack, $block.made);
	}
}

/* What the compiler put in has found something; the last is how the library says so, and knows more cases. */
uprobe:libc:__stack_chk_fail ?, uprobe:libc:__chk_fail ?, uprobe:libc:__fortify_fail ? /!has_key(@told, tid)/ {
	@told[tid] = true;
	printf("\n%s %s[%d] thread %d is ended by %s():%s\n", strftime("%H:%M:%S", nsecs), leader_comm, pid, tid, func, ustack);
}

tracepoint:sched:sched_process_exec, tracepoint:sched:sched_process_exit /is_memory_gone()/ {
	forget_all(@live);
	forget_all(@watched);
}
