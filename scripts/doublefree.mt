#!/usr/bin/env memtap
// doublefree: blocks that are freed again
//
//     memtap doublefree -p PID | -c COMMAND [--unknown]
//
// For each such free(), or realloc(), its stack, that of the one that freed the block, and that of the allocation. What the
// C library itself finds wrong with its heap is shown, too, also for blocks from before tracing began. With --unknown also
// what was never allocated: use -c then, because those blocks are not known.

import forget;

config = { print_maps_on_exit = false; max_cost = 25; }

let @live = hash(1000000);
let @freed = lruhash(100000);
let @call = lruhash(10000); /* the last call of free() of each thread */
let @ending = lruhash(10000);
let @forked = lruhash(16384); /* --follow: processes with a copy of their parent's memory, and so with blocks that are not known */

/* How glibc's allocator begins what it says before it calls abort(): in free() and realloc(), and anywhere. */
macro is_of_free($text)
{
	strncmp($text, "free(): ", 8) == 0 || strncmp($text, "double free or corruption", 25) == 0 ||
	strncmp($text, "munmap_chunk(): ", 16) == 0 || strncmp($text, "realloc(): ", 11) == 0
}
macro is_of_heap($text) { strncmp($text, "malloc", 6) == 0 || strncmp($text, "corrupted ", 10) == 0 }

macro report_abort($text, stack)
{
	printf("\n%s %s[%d] thread %d: the C library aborts it: %s%s\n", strftime("%H:%M:%S", nsecs), leader_comm, pid, tid,
	       $text, stack)
}

mem:alloc, mem:realloc {
	$name = (pid, args.ptr);
	delete(@freed, $name);
	@live[$name] = (size = args.size, made = ustack);
	if (!has_key(@live, $name)) { @missed++; }
}

/* realloc() frees the block unless it is refused: when it returns, another thread may have the address already. */
mem:free, mem:realloc_call {
	$name = (pid, args.ptr);
	$stack = ustack;
	$is_reported = false;
	if (has_key(@live, $name)) {
		$block = @live[$name];
		@freed[$name] = (size = $block.size, made = $block.made, freed = $stack);
		delete(@live, $name);
	} else if (!has_key(@ending, tid) && has_key(@freed, $name)) {
		$block = @freed[$name];
		printf("\n%s %s[%d] thread %d: %p, %s, is freed again:%s\n    freed before:%s\n    allocated:%s\n",
		       strftime("%H:%M:%S", nsecs), leader_comm, pid, tid, args.ptr, bytes($block.size), $stack, $block.freed,
		       $block.made);
		$is_reported = true;
	} else if (getopt("unknown", false, "also what was never allocated, or freed long ago; with -c") && !@missed &&
		   !has_key(@ending, tid) && !has_key(@forked, pid)) {
		printf("\n%s %s[%d] thread %d: %p is freed, where no block is:%s\n", strftime("%H:%M:%S", nsecs), leader_comm,
		       pid, tid, args.ptr, $stack);
		$is_reported = true;
	}
	@call[tid] = (stack = $stack, is_reported = $is_reported);
}
mem:realloc_refused {
	$block = @freed[pid, args.ptr];
	@live[pid, args.ptr] = (size = $block.size, made = $block.made);
}

/* In free(): the block looks like one that the thread's cache holds. What glibc says comes once it has found it there. */
usdt:libc:libc:memory_tcache_double_free ? /has_key(@call, tid) && !@call[tid].is_reported/ {
	printf("\n%s %s[%d] thread %d: %p is freed again, as the C library notes:%s\n", strftime("%H:%M:%S", nsecs),
	       leader_comm, pid, tid, arg0, @call[tid].stack);
	@call[tid] = (stack = @call[tid].stack, is_reported = true);
}
tracepoint:syscalls:sys_enter_writev /args.fd == 2/ {
	$text = str(((struct iovec *)args.vec)->iov_base, 64);
	if (is_of_free($text)) {
		if (@call[tid].is_reported) { report_abort($text, ""); } else { report_abort($text, @call[tid].stack); }
	} else if (is_of_heap($text)) {
		report_abort($text, ustack);
	}
}

/* A thread that ends frees what its cache holds, which the program had freed before. */
uprobe:libc:__call_tls_dtors ? /tid != pid/ { @ending[tid] = true; }
tracepoint:sched:sched_process_exit { delete(@ending, tid); }

tracepoint:sched:sched_process_exec, tracepoint:sched:sched_process_exit /is_memory_gone()/ {
	delete(@forked, pid);
	forget_all(@live);
	forget_all(@freed);
}

/* --follow */
rawtracepoint:sched_process_fork /args.child->mm != args.parent->mm/ { @forked[args.child->tgid] = true; }
