uprobe:/tests/bin/armed:watched {
	@pid = pid;
	watch(arg0, 8, "rw");
	printf("watching %p\n", arg0);
}
uprobe:/tests/bin/armed:released {
	unwatch(arg0);
	printf("released %p\n", arg0);
	@step = 1;
}
tracepoint:sched:sched_process_exec /pid == @pid/ { @step = 2; }
watchpoint:armed { @hits[@step, (ctx->addr - 0x7000000000) / 8] = count(); }
END { print(@hits); clear(@hits); clear(@step); clear(@pid); }
