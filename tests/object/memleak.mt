//@ sections raw_tp uprobe uretprobe
//@ maps mt_entries mt_followed mt_generations mt_gone mt_loss mt_scratch mt_stacks o0_heap r0_heap
//@ maps none_begin_0_0 none_begin_0_1 none_begin_0_2 none_begin_0_3 none_begin_0_4 none_begin_2_0
//@ maps none_probe_0_0 none_probe_0_1 none_probe_0_2 none_probe_0_3 none_probe_0_4 none_probe_1_0
//@ maps none_probe_1_1 none_probe_2_0
//@ helpers find_vma for_each_map_elem get_attach_cookie get_current_pid_tgid get_current_task_btf
//@ helpers get_smp_processor_id get_stack ktime_get_boot_ns loop map_delete_elem map_lookup_elem
//@ helpers map_update_elem probe_read_kernel probe_read_user tail_call task_pt_regs
//@ helpers task_storage_get
//@ most begin_0_0 29    entry of malloc
//@ most probe_0_0 33   its return
//@ most probe_1_0 29    free
//@ most begin_2_0 56    entry of realloc
//@ most probe_2_0 86   its return
mem:alloc { @heap[ustack] = hold((pid, args.ptr), args.size); }
mem:free { release(@heap, (pid, args.ptr)); }
mem:realloc { @heap[ustack] = move((pid, args.old), (pid, args.ptr), args.size); }
