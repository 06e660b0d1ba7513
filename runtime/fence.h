/*
 * A fence of system calls around memtap, once it needs them no more: seccomp(2), with
 * no-new-privileges. memtap reads what others wrote, programs and debug info above all; should that
 * get the better of it, it can by itself neither run a program nor write, make or remove a file, nor,
 * once it traces, load code into the kernel. (It can ask a local service to, as docs/security.md says:
 * sockets within the machine stay, which name services take.)
 *
 * Not for a run that calls system(): a shell does all of that. What was started before, the command
 * of -c, is outside.
 */
#ifndef MEMTAP_FENCE_H
#define MEMTAP_FENCE_H

/* No programs, files, network. Returns 0, or a negative errno where the kernel has no seccomp. */
int fence_close(void);

/* No new programs and maps in the kernel, either. */
int fence_close_kernel(void);

/* That of what asks servers for memtap: no programs, no other processes, nothing of the kernel. */
int fence_close_helper(void);

#endif
