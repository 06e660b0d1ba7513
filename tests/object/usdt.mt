//@ sections usdt
//@ maps __bpf_usdt_ip_to_spec_id __bpf_usdt_specs m0_ mt_followed mt_loss none_probe_0_0
//@ helpers get_attach_cookie get_current_pid_tgid map_lookup_elem map_update_elem
//@ helpers probe_read_kernel probe_read_user tail_call
//@ most probe_0_0 62
usdt:/bin/server:memory:alloc { @ = sum(arg1); }
