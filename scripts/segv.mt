#!/usr/bin/env memtap
// segv: accesses to memory that end a program, and what was wrong with each
//
//     memtap segv [-p PID | -c COMMAND] [--handled]
//
// For each SIGSEGV and SIGBUS that the kernel answers an access with: what the program did, at which address, what is there,
// and the stack. Programs that handle the signal, as Java and Go do, are left out.

import mem;

macro fault() { args.signal == 7 ? "SIGBUS" : "SIGSEGV" }
macro did() { curtask->thread.error_code & 16 ? "executed" : curtask->thread.error_code & 2 ? "wrote to" : "read from" }

/* One printf() each, so that reports of several threads do not mix. */
macro report(reason, name)
{
	printf("%s %s[%d] thread %d: %s, %s %p: %s%s%s\n", strftime("%H:%M:%S", nsecs), leader_comm, pid, tid, fault(),
	       did(), args.address, reason, name, ustack(32));
}
macro report_distance(before, bytes, after)
{
	printf("%s %s[%d] thread %d: %s, %s %p: %s%ld bytes%s%s\n", strftime("%H:%M:%S", nsecs), leader_comm, pid, tid,
	       fault(), did(), args.address, before, bytes, after, ustack(32));
}

mem:violation /getopt("handled", false, "also those that the program has a handler for") || mem_is_fatal(args.signal)/ {
	$address = args.address;
	$vma = vma($address);
	$below = vma($address - 4K);
	$above = vma($address + 4K);
	$is_guard = mem_is_guard($vma);
	$allowed = $vma != 0 ? $vma->vm_flags & 7 : 0;
	$from_stack = (int64)($address - ureg("sp"));

	if (args.code == 128) {
		printf("%s %s[%d] thread %d: %s, used an address that no process can have%s\n", strftime("%H:%M:%S", nsecs),
		       leader_comm, pid, tid, fault(), ustack(32));
	} else if ($address < 64K) {
		report_distance("a null pointer and ", $address, "");
	} else if (($vma == 0 || $is_guard) && $from_stack > -64K && $from_stack < 64K) {
		report("behind the end of its stack, which has overflowed", "");
	} else if ($is_guard) {
		report("a guard, which allows no access", "");
	} else if (args.signal == 7 && $vma != 0) {
		$file = $vma->vm_file;
		$page = (($address - $vma->vm_start) & ~4095) + $vma->vm_pgoff * 4K;
		if ($file != 0 && $page >= $file->f_inode->i_size) {
			report("behind the end of the mapped file ", str($file->f_path.dentry->d_name.name));
		} else {
			report("memory that could not be had: no room, no huge page, or an input/output error; file ",
			       $file != 0 ? str($file->f_path.dentry->d_name.name) : "none");
		}
	} else if ($vma != 0) {
		report("memory that it may only ",
		       $allowed & 4 ? "read and execute" : $allowed & 2 ? "read and write" : "read");
	} else if ($below != 0) {
		report_distance("", $address - $below->vm_end, " behind the end of a mapping");
	} else if ($above != 0) {
		report_distance("", $above->vm_start - $address, " before a mapping");
	} else {
		report("nothing is mapped there", "");
	}
}
