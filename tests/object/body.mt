//@ sections uprobe
//@ maps m0_ m1_sizes mt_followed mt_loss mt_scratch mt_stacks none_probe_0_0 none_probe_0_1
//@ helpers find_vma get_current_pid_tgid get_current_task_btf get_smp_processor_id get_stack loop
//@ helpers map_lookup_elem map_update_elem probe_read_kernel probe_read_user tail_call
//@ most probe_0_0 40
//@ most probe_0_1 42
//@ most body_0_0 97 predicate and body, compiled once for both
probe twice:free(pointer) = uprobe:libc:free (arg0), uprobe:libc:realloc (arg0) /arg1 == 0/;
twice:free /args.pointer/ { @[ustack] = count(); @sizes = hist(args.pointer); }
