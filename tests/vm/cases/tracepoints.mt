tracepoint:syscalls:sys_enter_lseek  { @lseek[(int32)args.fd, args.offset, args.whence] = count(); }
tracepoint:syscalls:sys_exit_lseek   { @failed = sum(args.ret); }
tracepoint:syscalls:sys_enter_openat { @open[str(args.filename, 22), args.flags] = count(); }
tracepoint:syscalls:sys_*_lseek      { @lseeks[probe] = count(); }
t:syscalls:sys_exit_read*, t:syscalls:sys_exit_open* /args.ret > 100 || args.ret < 0/ { @returned[args.ret] = count(); }
tracepoint:task:task_rename
{
	@rename[args.oldcomm, args.newcomm] = count();
	@adjusted = args.oom_score_adj;
	@renamed_self = args.pid == tid;
	if (args.newcomm == "helper") { @helper = count(); }
}
tracepoint:sys*s:sys_enter_lse* { @category[probe] = count(); }
tracepoint:syscalls:sys_enter_lseek { @whole[args] = count(); }
