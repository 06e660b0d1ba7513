#!/usr/bin/env memtap
// stackoverflow: programs that end because a stack has overflowed
//
//     memtap stackoverflow [-p PID | -c COMMAND]
//
// An access near the stack pointer where there is no memory, or only the guard of a thread's stack, is taken for one.

mem:violation {
	$sp = ureg("sp");
	$distance = (int64)($sp - args.address);
	$vma = vma(args.address);

	if ($distance > -64K && $distance < 64K && ($vma == 0 || ($vma->vm_flags & 7) == 0)) {
		$stack = vma($vma != 0 ? $vma->vm_end : curtask->mm->start_stack);
		printf("%s %s[%d] thread %d %s: stack overflow at %p, %ld bytes below the stack pointer, ",
		       strftime("%H:%M:%S", nsecs), leader_comm, pid, tid, comm, args.address, $distance);
		printf("%s deep\n", bytes($stack->vm_end - $sp));
		print(ustack(getopt("frames", 16, "how many frames are shown")));
	}
}
