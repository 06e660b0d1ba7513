fentry:vfs_read { @a = args.cuont; @b = retval; }
fexit:vfs_write { @c = retval; }
fexit:vfs_read, kretprobe:vfs_read { @d = args.count; }
fentry:vfs_read, tracepoint:sched:sched_switch { @e = args.count; }
fentry:vfs_* { @f = args.buf; }
fentry:nothing_* { @g = count(); }
rawtracepoint:sched_swtich { @h = count(); }
rawtracepoint:sched_switch { @i = args.prev_state; @j = func; }
fentry:vfs_read, fentry:vfs_write { @l = args.task; }
