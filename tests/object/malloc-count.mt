//@ sections uprobe
//@ maps m0_ mt_loss
//@ helpers get_current_pid_tgid map_lookup_elem map_update_elem
//@ most probe_0_0 50
uprobe:libc:malloc { @[pid] = count(); }
