//@ sections iter/task
//@ maps m0_ mt_followed mt_loss
//@ helpers get_current_pid_tgid get_current_task_btf map_lookup_elem map_update_elem probe_read_kernel probe_read_user seq_write task_pt_regs
//@ stack probe_0_0 64
// Every use of `ctx` makes a number of it by way of the stack, in the same place.
iter:task { unroll (9) { @ = ctx->task->pid; @ = ctx->task->tgid; } }
