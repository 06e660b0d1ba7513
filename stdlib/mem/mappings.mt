/*
 * A process changes its mappings, by system calls. What the kernel maps by itself, such as a program that is started, is not
 * among them. All fire when the call returns, also when it has failed: what it returned is then -errno.
 */

/* `address` is where the mapping is; `file` is what is mapped there from `offset` on, 0 for anonymous memory. */
probe mem:mmap(address, length, prot, flags, file, offset) =
	tracepoint:syscalls:sys_enter_mmap .. tracepoint:syscalls:sys_exit_mmap
		((void *)args.ret, entry(args.len), entry(args.prot), entry(args.flags),
		 entry((args.flags & 0x20) == 0 && args.fd < curtask->files->fdt->max_fds
			? curtask->files->fdt->fd[args.fd]
			: (struct file *)0),
		 entry(args.off));

probe mem:munmap(address, length, result) =
	tracepoint:syscalls:sys_enter_munmap .. tracepoint:syscalls:sys_exit_munmap
		((void *)entry(args.addr), entry(args.len), args.ret);

/* A mapping of `old_length` bytes at `old` has become one of `length` at `address`. */
probe mem:mremap(old, old_length, address, length, flags) =
	tracepoint:syscalls:sys_enter_mremap .. tracepoint:syscalls:sys_exit_mremap
		((void *)entry(args.addr), entry(args.old_len), (void *)args.ret, entry(args.new_len), entry(args.flags));

/*
 * The end of the heap was asked to be at `asked` (0: where is it?), and went from `old` to `new`. `growth` is in bytes, less
 * than 0 when it shrinks; it is 0, too, when the kernel refused.
 */
probe mem:brk(asked, old, new, growth) =
	tracepoint:syscalls:sys_enter_brk .. tracepoint:syscalls:sys_exit_brk
		(entry(args.brk), entry(curtask->mm->brk), args.ret, args.ret - (int64)entry(curtask->mm->brk));
