//@ sections kprobe
//@ maps m0_last m1_same mt_followed mt_loss mt_scratch
//@ helpers get_current_comm get_current_pid_tgid get_smp_processor_id map_lookup_elem map_update_elem probe_read_kernel probe_read_kernel_str probe_read_user probe_read_user_str
//@ stack probe_0_0 64
// Of two tuples, the addresses of all elements are not kept on the stack until they are compared.
kprobe:vfs_read {
	$names = ((comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm),
		(comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm),
		(comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm),
		(comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm, comm));
	if (@last[pid] == $names) { @same++; }
	@last[pid] = $names;
}
