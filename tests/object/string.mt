//@ sections tracepoint
//@ maps m0_ mt_followed mt_loss mt_scratch
//@ helpers get_current_pid_tgid get_smp_processor_id map_lookup_elem map_update_elem
//@ helpers probe_read_kernel probe_read_kernel_str probe_read_user probe_read_user_str
//@ most probe_0_0 57
tracepoint:sched:sched_process_exec { @[str(args.filename)] = count(); }
