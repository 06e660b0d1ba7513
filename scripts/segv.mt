#!/usr/bin/env memtap
// segv: accesses to memory that end a program, and what was wrong with each
//
//     memtap segv [-p PID | -c COMMAND] [--handled]
//
// For each SIGSEGV and SIGBUS that the kernel answers an access with: what the program did, at which address, what is there,
// and the stack. Programs that handle the signal, as Java and Go do, are left out.

macro did() { curtask->thread.error_code & 16 ? "executed" : curtask->thread.error_code & 2 ? "wrote to" : "read from" }

mem:violation
/getopt("handled", false, "also those that the program has a handler for") ||
 curtask->sighand->action[args.signal - 1].sa.sa_handler == 0/
{
	$address = args.address;
	$vma = vma($address);
	$below = vma($address - 4K);
	$above = vma($address + 4K);
	$allowed = $vma != 0 ? $vma->vm_flags & 7 : 0;
	$from_stack = (int64)($address - ureg("sp"));

	printf("%s %s[%d] thread %d: %s, ", strftime("%H:%M:%S", nsecs), leader_comm, pid, tid,
	       args.signal == 7 ? "SIGBUS" : "SIGSEGV");
	if (args.code == 128) {
		printf("used an address that no process can have\n");
	} else {
		printf("%s %p: ", did(), $address);
		if ($address < 64K) {
			printf("a null pointer and %d bytes\n", $address);
		} else if ($allowed == 0 && $from_stack > -64K && $from_stack < 64K) {
			printf("behind the end of its stack, which has overflowed\n");
		} else if ($vma != 0 && $allowed == 0) {
			printf("a guard, which allows no access\n");
		} else if (args.signal == 7) {
			printf("behind the end of the mapped file %s\n", str($vma->vm_file->f_path.dentry->d_name.name));
		} else if ($vma != 0) {
			printf("memory that it may only %s\n",
			       $allowed & 4 ? "read and execute" : $allowed & 2 ? "read and write" : "read");
		} else if ($below != 0) {
			printf("%ld bytes behind the end of a mapping\n", $address - $below->vm_end);
		} else if ($above != 0) {
			printf("%ld bytes before a mapping\n", $above->vm_start - $address);
		} else {
			printf("nothing is mapped there\n");
		}
	}
	print(ustack(32));
}
