# rawtracepoint: arguments by name and number, of each event that a wildcard matches.
#@ smoke
#@ compile raw.mto -e 'rawtracepoint:task_rename { @rename[args.task->pid == tid, str(args.comm), comm, probe] = count(); @same[(uint64)args.task == arg0] = count(); }  rt:sys_enter /args.id == 8/ { @lseek = count(); @fd[(int32)args.regs->di] = count(); } rt:vmlinux:sys_exi* /args.ret == -9/ { @failed[args.ret, probe] = count(); } rawtracepoint:no_such_event | rawtracepoint:task_rename { @choice = count(); } rawtracepoint:no_such_event ? { @never = count(); }'
start calls 6
trace -p "$pid" raw.mto
work
end_trace
shown
losses
memtap -l 'rawtracepoint:*:task_*e*'
memtap -e 'rawtracepoint:task_renmae { }' 2>&1 || echo "exit status $?"
