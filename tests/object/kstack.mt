//@ sections kprobe
//@ maps m0_ mt_followed mt_loss mt_scratch mt_stacks
//@ helpers get_current_pid_tgid get_smp_processor_id get_stack map_lookup_elem map_update_elem
//@ most probe_0_0 55
//@ most mt_kstack_store 80
kprobe:vfs_read { @[kstack] = count(); }
