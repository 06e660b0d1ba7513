/*
 * mem: accesses that the kernel answers with a signal.
 */

/*
 * The current thread has done what its memory does not allow. `signal` is SIGSEGV or SIGBUS, `code` says why as si_code of
 * sigaction(2), `address` is where. A general protection fault has no address: its code is SI_KERNEL.
 */
probe mem:violation(signal, code, address) =
	fentry:force_sig_fault (args.sig, args.code, (uint64)args.addr) /args.sig == 7 || args.sig == 11/,
	fentry:force_sig (args.sig, 0x80, 0) /args.sig == 7 || args.sig == 11/;
