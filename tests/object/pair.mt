//@ sections tracepoint
//@ maps m0_ mt_entries mt_followed mt_loss
//@ helpers get_current_pid_tgid get_current_task_btf ktime_get_boot_ns loop map_lookup_elem
//@ helpers map_update_elem task_storage_get
//@ most begin_0_0 15
//@ most probe_0_0 31
tracepoint:syscalls:sys_enter_brk .. tracepoint:syscalls:sys_exit_brk { @ = sum(elapsed_ns()); }
