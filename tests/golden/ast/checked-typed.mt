fentry:vfs_read { @a = args.count; @b = args.buf; @c = arg1; }
fexit:vfs_read { @d = retval; @e = args.count; }
fentry:vfs_* { @f = max(args.count); @g[func] = count(); }
rt:sched_switch, rawtracepoint:vmlinux:sched_* { @h[args.prev->pid, args.preempt] = count(); }
f:vfs_read, kfunc:vfs_read, fr:vfs_read, kretfunc:vfs_read { @i[probe] = count(); }
fentry:vfs_read .. fexit:vfs_read { @j = entry(args.count); }
