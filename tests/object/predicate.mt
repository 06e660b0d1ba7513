//@ sections kprobe
//@ maps m0_ mt_followed mt_loss
//@ helpers get_current_pid_tgid map_lookup_elem map_update_elem
//@ most probe_0_0 50
kprobe:vfs_read /pid == 1 && arg2 > 4096/ { @ = count(); }
