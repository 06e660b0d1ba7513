//@ sections kprobe
//@ maps m0_last m1_sum mt_followed mt_loss
//@ helpers get_current_comm get_current_pid_tgid map_lookup_elem map_update_elem probe_read_kernel
//@ most probe_0_0 76
//@ most mt_copy_value 8
kprobe:vfs_read { $was = @last[tid]; @last[tid] = (at = arg0, size = arg2, comm = comm); @sum = sum($was.size); }
