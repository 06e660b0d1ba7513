tracepoint:kmem:k* { @[probe, args.ptr] = count(); }
tracepoint:sched:sched_process_exec { $name = "x"; $name = args.filename; @name = ($name, args.pid, -pid); }
kprobe:vfs_read
{
	$page = (struct page *)arg0;
	@pages[$page->word.order, curtask->mm->mm_users, $page->zone == ZONE_NORMAL] = max(curtask->comm[0]);
	@pid = pid;
	@pid = -1;
	@in = curtask->in_iowait;
	printf("%s %d\n", curtask->real_parent->comm, @pid + (uint64)1);
	delete(@pages, (1, 2, 1 == 1));
}
