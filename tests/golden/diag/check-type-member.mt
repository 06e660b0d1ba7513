tracepoint:kmem:kmalloc
{
	@a = *pid;
	@b = *args.ptr;
	@c = pid.tgid;
	@d = curtask->tasks;
	@e = curtask->tasks->next;
	@f = *curtask;
	@g = pid->x;
	@h = args.ptr->x;
	@i = (1, 2).2;
	@j = pid.0;
	@k = pid[0];
	@l = (1, 2)[0];
	@m = curtask->comm[16];
	@n = curtask->comm["x"];
	@o = comm[0];
	@p = args.ptr[1];
}
