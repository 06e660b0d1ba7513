//@ sections uprobe uretprobe
//@ maps m0_ mt_entries mt_followed mt_loss none_begin_0_0 none_probe_0_0
//@ helpers get_current_pid_tgid get_current_task_btf loop map_lookup_elem
//@ helpers map_update_elem tail_call task_storage_get
//@ most begin_0_0 23
//@ most probe_0_0 38
//@ most mt_entry_begin 158
//@ most mt_entry_end 120
uretprobe:libc:malloc { @ = sum(entry(arg0)); }
