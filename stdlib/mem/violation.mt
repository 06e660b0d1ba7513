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

/*
 * At mem:violation: does the signal end the process? It has no handler for it (SIG_DFL is 0, SIG_IGN 1), or the thread blocks it:
 * the kernel lets nobody ignore or block a signal for what it has done itself.
 */
macro mem_is_fatal(signal)
{
	(uint64)curtask->sighand->action[signal - 1].sa.sa_handler <= 1 ||
	(curtask->blocked.sig[0] >> (signal - 1) & 1) == 1
}

/* At mem:violation: is `vma`, which holds the address, no memory but a guard: made with PROT_NONE, or by madvise(2)? */
macro mem_is_guard($vma)
{
	$vma != 0 && (($vma->vm_flags & 7) == 0 || (args.signal == 11 && args.code == 1))
}
