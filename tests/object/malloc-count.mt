//@ sections uprobe
//@ maps m0_ mt_followed mt_loss none_probe_0_0 p0_
//@ helpers get_current_pid_tgid map_lookup_elem map_update_elem tail_call
//@ most probe_0_0 68
uprobe:libc:malloc { @[pid] = count(); }
