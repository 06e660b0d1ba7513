//@ sections uprobe uretprobe
//@ maps m0_ mt_entries mt_followed mt_loss none_begin_0_0 none_probe_0_0
//@ helpers get_attach_cookie get_current_pid_tgid get_current_task_btf loop map_lookup_elem
//@ helpers map_update_elem tail_call task_storage_get
//@ most begin_0_0 18
//@ most probe_0_0 33
//@ most mt_call_begin 164
//@ most mt_call_end 124
uretprobe:libc:malloc, uretprobe:libc:valloc { @ = sum(entry(arg0)); }
