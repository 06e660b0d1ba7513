#!/usr/bin/env memtap
// stackoverflow: programs that end because a stack has overflowed
//
//     memtap stackoverflow [-p PID | -c COMMAND] [--handled]
//
// An access near the stack pointer where there is no memory, or only the guard of a thread's stack, is taken for one. How
// deep the stack was is said where it is known which mapping it is.

import mem;

/* One printf() each, so that reports of several threads do not mix. */
macro report(format, distance, depth)
{
	printf(format, strftime("%H:%M:%S", nsecs), leader_comm, pid, tid, comm, args.address, distance, depth,
	       ustack(getopt("frames", 16, "how many frames are shown", 1)))
}

mem:violation /getopt("handled", false, "also those that the program has a handler for") || mem_is_fatal(args.signal)/ {
	$sp = ureg("sp");
	$distance = (int64)($sp - args.address);
	$vma = vma(args.address);
	$is_guard = mem_is_guard($vma);

	if ($distance > -64K && $distance < 64K && ($vma == 0 || $is_guard)) {
		/* A guard is a mapping before the stack's, or the first part of it. The first thread's stack may have none. */
		$stack = !$is_guard ? vma(curtask->mm->start_stack) : ($vma->vm_flags & 7) == 0 ? vma($vma->vm_end) : $vma;
		if ($stack != 0 && ($is_guard || tid == pid) && $sp < $stack->vm_end) {
			report("%s %s[%d] thread %d %s: stack overflow at %p, %ld bytes below the stack pointer, %s deep%s\n",
			       $distance, bytes($stack->vm_end - $sp));
		} else {
			report("%s %s[%d] thread %d %s: stack overflow at %p, %ld bytes below the stack pointer%s%s\n",
			       $distance, "");
		}
	}
}
