#!/usr/bin/env memtap
// mmapsnoop: mappings that programs make: where, how large, of what, with which protection
//
//     memtap mmapsnoop [-p PID | -c COMMAND] [--min-size=SIZE] [--unmap] [--stack]
//
// A line for each mmap() and mremap() when it returns; in place of the address stands the error if it failed. What the kernel
// maps by itself, when it starts a program, is not among them.

macro least() { getopt("min-size|z", 0, "leave out smaller mappings, such as those below 1M", 0) }

macro show_stack() { if (getopt("stack", false, "also the caller's stack")) { print(ustack); } }

macro show(call, address, length, prot, flags, file) {
	printf("%-8s %7d %-16s %-7s %14s %10s %-20s %-32s %s\n", strftime("%H:%M:%S", nsecs), pid, comm, call,
	       address, bytes(length), prot, flags, file);
	show_stack;
}

BEGIN {
	printf("%-8s %7s %-16s %-7s %14s %10s %-20s %-32s %s\n", "TIME", "PID", "COMM", "CALL", "ADDRESS", "LENGTH", "PROT",
	       "FLAGS", "FILE");
}

mem:mmap /args.length >= least/ {
	show("mmap", syscall_result(args.address), args.length, mmap_prot(args.prot), mmap_flags(args.flags),
	     args.file != 0 ? path(args.file->f_path, 256) : "[anonymous]");
}

mem:mremap /args.length >= least/ {
	printf("%-8s %7d %-16s %-7s %14s %10s %-20s %-32s [from %s, %s]\n", strftime("%H:%M:%S", nsecs), pid, comm, "mremap",
	       syscall_result(args.address), bytes(args.length), "", "", syscall_result(args.old), bytes(args.old_length));
	show_stack;
}

mem:munmap /getopt("unmap|u", false, "also show munmap()") && args.result == 0 && args.length >= least/ {
	show("munmap", syscall_result(args.address), args.length, "", "", "");
}
