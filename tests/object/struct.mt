//@ sections kprobe
//@ maps m0_ mt_followed mt_loss
//@ helpers get_current_pid_tgid get_current_task get_current_task_btf map_lookup_elem
//@ helpers map_update_elem probe_read_kernel probe_read_user task_pt_regs
//@ most probe_0_0 53
kprobe:vfs_read { @[curtask->mm->total_vm] = count(); }
