//@ sections kprobe
//@ maps m0_ mt_followed mt_loss
//@ helpers get_current_pid_tgid get_current_task map_lookup_elem map_update_elem
//@ helpers probe_read_kernel
//@ most probe_0_0 67
kprobe:vfs_read { @[curtask->mm->total_vm] = count(); }
