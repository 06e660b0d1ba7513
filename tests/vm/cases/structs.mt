tracepoint:syscalls:sys_enter_lseek /comm == "calls"/
{
	printf("same total_vm %lu tgid %d parent %d\n", curtask->mm->total_vm, curtask->tgid,
	       curtask->real_parent->tgid);
	printf("comm %s, first letter %c\n", curtask->comm, curtask->comm[0]);
	printf("thread %d leader %d\n", curtask->pid == tid, curtask->group_leader == curtask);
	printf("reset on fork %d, subreaper %d, oom_score_adj %d\n", curtask->sched_reset_on_fork,
	       curtask->signal->is_child_subreaper, curtask->signal->oom_score_adj);
	printf("open files %lu, user %d\n", curtask->signal->rlim[7].rlim_cur, curtask->cred->uid.val);
	$task = curtask;
	$leader = (struct task_struct *)$task->group_leader;
	printf("variable %d, cast %d\n", $task->pid == tid, $leader->pid == ((struct task_struct *)curtask)->pid);
	printf("list_head %d bytes, pointer %d\n", sizeof(struct list_head), sizeof(curtask));
	@comm[curtask->comm, curtask->signal->rlim[7].rlim_cur] = count();
	if (curtask->signal->is_child_subreaper && curtask->comm == "calls") { @both = 1; }
}

tracepoint:syscalls:sys_enter_lseek /curtask->group_leader != curtask/ { @threads[curtask->comm] = count(); }

kprobe:vfs_read /arg2 == 100/
{
	$file = (struct file *)arg0;
	$inode = $file->f_inode;
	@file[str($file->f_path.dentry->d_name.name), $inode->i_mode & 0170000, $inode->i_rdev] = count();
}
