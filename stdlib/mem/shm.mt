/*
 * System V shared memory. Its calls fire when they return; `result` is -errno when they have failed.
 */

/* `result` is the ID of the segment. `key` is IPC_PRIVATE (0), or the same for all that share it. */
probe mem:shmget(key, size, flags, result) =
	tracepoint:syscalls:sys_enter_shmget .. tracepoint:syscalls:sys_exit_shmget
		((uint32)entry(args.key), entry(args.size), (uint32)entry(args.shmflg), args.ret);

/* The segment `id` is at `address` now, which the caller may have `asked` for. */
probe mem:shmat(id, asked, flags, address) =
	tracepoint:syscalls:sys_enter_shmat .. tracepoint:syscalls:sys_exit_shmat
		((int32)entry(args.shmid), (void *)entry(args.shmaddr), (uint32)entry(args.shmflg), (void *)args.ret);

/* `id` is that of the segment that was at `address`; -1 if none was. */
probe mem:shmdt(id, address, result) =
	tracepoint:syscalls:sys_enter_shmdt .. tracepoint:syscalls:sys_exit_shmdt
		(args.ret == 0 ? entry(vma(args.shmaddr) != 0 && vma(args.shmaddr)->vm_file != 0
					? ((struct shm_file_data *)vma(args.shmaddr)->vm_file->private_data)->id
					: -1)
			       : -1,
		 (void *)entry(args.shmaddr), args.ret);

probe mem:shmctl(id, command, result) =
	tracepoint:syscalls:sys_enter_shmctl .. tracepoint:syscalls:sys_exit_shmctl
		((int32)entry(args.shmid), (uint32)entry(args.cmd), args.ret);
