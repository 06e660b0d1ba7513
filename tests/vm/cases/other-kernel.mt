tracepoint:syscalls:sys_enter_lseek /comm == "calls"/
{
	printf("same total_vm %lu tgid %d parent %d\n", curtask->mm->total_vm, curtask->tgid,
	       curtask->real_parent->tgid);
	@task[curtask->comm, curtask->sched_reset_on_fork, (uint8)curtask->signal->is_child_subreaper,
	      curtask->signal->rlim[7].rlim_cur, curtask->signal->oom_score_adj] = count();
}
// child_pid is at 44 on 6.1 and 6.12 and at 20 on 7.2.
tracepoint:sched:sched_process_fork { @child = args.child_pid; @forks[args.parent_pid == pid] = count(); }
tracepoint:syscalls:sys_enter_lseek /comm == "helper"/
{
	@child_is_helper[@child == tid] = count();
	@offset = max(args.offset);
	@child = 0;
}
tracepoint:syscalls:sys_enter_lseek .. tracepoint:syscalls:sys_exit_lseek { @pair[entry(args.offset), args.ret] = count(); }
kprobe:swap_read_folio | kprobe:swap_readpage { @swap = count(); }
