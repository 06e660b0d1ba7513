tracepoint:sched:sched_process_exec {
	$name = str(args.filename);
	$vm = curtask->mm->total_vm;
	$next = curtask->tasks.next->prev;
	@[curtask->real_parent->comm, $name, $vm] = count();
	$parent = curtask.real_parent.tgid;
}
kprobe:vfs_read { $bytes = (uint8 *)arg1; $i = $bytes[2]; $j = $bytes[$i + 1]; }
