//@ sections tracepoint
//@ maps m0_ mt_followed mt_loss mt_scratch mt_stacks
//@ helpers find_vma get_current_comm get_current_pid_tgid get_current_task_btf
//@ helpers get_smp_processor_id get_stack loop map_lookup_elem map_update_elem probe_read_kernel
//@ helpers probe_read_user task_pt_regs
//@ most probe_0_0 68
//@ most mt_ustack_store 182
//@ most mt_stack_store 48
tracepoint:syscalls:sys_enter_brk { @[ustack, comm] = count(); }
