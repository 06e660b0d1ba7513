#!/usr/bin/env memtap
// uaf: accesses to memory that was freed
//
//     memtap uaf -p PID | -c COMMAND [PROGRAM FUNCTION] [--size=BYTES] [--address=ADDRESS] [--offset=BYTES]
//
// Two kinds are seen: those that fault, because the memory is not mapped any more, and those to eight bytes of up to four
// freed blocks, which the processor watches from the time that is printed on, until the allocator hands them out again. The
// blocks are those that were allocated inside FUNCTION of PROGRAM, of a size, or at an address. For each block the first
// access is reported. What else is used after it was freed is not seen.

import forget;
import within;

config = { print_maps_on_exit = false; max_cost = 25; }

let @live = hash(1000000);
let @freed = lruhash(10000);
let @unmapped = lruhash(10000);
let @watched = hash(64);
let @inside = lruhash(10000);

macro is_wanted(start, size)
{
	(getopt("size", 0, "watch blocks of this size only", 0) == 0 || size == getopt("size", 0)) &&
	(getopt("address", 0, "watch the eight bytes at this address, when their block is freed", 0) == 0 ||
	 (getopt("address", 0) >= start && getopt("address", 0) < start + size)) &&
	size > getopt("offset", 0, "which eight bytes of a block are watched: those at this offset", 0)
}

/* One printf() each, so that reports of several threads do not mix. */
fn report_freed($address : uint64, $start : uint64) : void
{
	$block = @freed[pid, $start];
	printf("\n%s %s[%d] thread %d uses %p, in a block of %s that was freed:%s\n    freed:%s\n    allocated:%s\n",
	       strftime("%H:%M:%S", nsecs), leader_comm, pid, tid, (void *)$address, bytes($block.size), ustack, $block.freed,
	       $block.made);
}
fn report_unmapped($address : uint64, $start : uint64) : void
{
	$range = @unmapped[pid, $start];
	printf("\n%s %s[%d] thread %d uses %p, in %s that were unmapped:%s\n    unmapped:%s\n", strftime("%H:%M:%S", nsecs),
	       leader_comm, pid, tid, (void *)$address, bytes($range.size), ustack, $range.freed);
}

/* Memory that is in use again. */
mem:alloc, mem:realloc {
	$start = (uint64)args.ptr;
	for ($kv : @watched) {
		if ($kv.0.0 == pid && $kv.0.1 >= $start && $kv.0.1 < $start + args.size) {
			delete(@watched, $kv.0);
			unwatch($kv.0.1);
		}
	}
	delete(@freed, (pid, $start));
	@live[pid, $start] = (size = args.size, made = ustack, is_chosen = is_within());
}

macro set_free(@live, @freed, $name, $block)
{
	@freed[$name] = (size = $block.size, made = $block.made, freed = ustack, is_chosen = $block.is_chosen);
	delete(@live, $name);
}

mem:realloc_call {
	$name = (pid, (uint64)args.ptr);
	if (has_key(@live, $name)) {
		$block = @live[$name];
		set_free(@live, @freed, $name, $block);
	}
}
mem:realloc_refused {
	$name = (pid, (uint64)args.ptr);
	$block = @freed[$name];
	@live[$name] = (size = $block.size, made = $block.made, is_chosen = $block.is_chosen);
	delete(@freed, $name);
}

mem:free {
	$name = (pid, (uint64)args.ptr);
	if (has_key(@live, $name)) {
		$block = @live[$name];
		set_free(@live, @freed, $name, $block);
		$address = (getopt("address", 0) == 0 ? $name.1 + getopt("offset", 0) : getopt("address", 0)) & ~7;
		if ($block.is_chosen && is_wanted($name.1, $block.size) && len(@watched) < 4) {
			@watched[pid, $address] = $name.1;
			watch($address, 8, "rw");
			time("%H:%M:%S ");
			printf("watching %p of the block at %p, %s\n", (void *)$address, args.ptr, bytes($block.size));
		}
	}
}

/* The allocator itself keeps its lists there. */
mem:heap_enter { @inside[tid]++; }
mem:heap_leave { @inside[tid]--; }

watchpoint:armed /@inside[tid] == 0/ {
	$name = (pid, ctx->addr);
	$start = @watched[$name];
	if ($start != 0) {
		report_freed($start, $start);
		delete(@watched, $name);
		unwatch(ctx->addr);
	}
}

mem:munmap /args.result == 0/ {
	@unmapped[pid, (uint64)args.address] = (size = args.length, freed = ustack);
}

mem:violation /args.code != 128 && vma(args.address) == 0/ {
	$address = args.address;
	$start = (uint64)0;
	for ($kv : @freed) {
		if ($kv.0.0 == pid && $address >= $kv.0.1 && $address < $kv.0.1 + $kv.1.size) { $start = $kv.0.1; }
	}
	if ($start != 0) {
		report_freed($address, $start);
		return;
	}
	for ($kv : @unmapped) {
		if ($kv.0.0 == pid && $address >= $kv.0.1 && $address < $kv.0.1 + $kv.1.size) { $start = $kv.0.1; }
	}
	if ($start != 0) { report_unmapped($address, $start); }
}

tracepoint:sched:sched_process_exec, tracepoint:sched:sched_process_exit /is_memory_gone()/ {
	forget_all(@live);
	forget_all(@freed);
	forget_all(@unmapped);
	forget_all(@watched);
}
