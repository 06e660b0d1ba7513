probe my:realloc(old, new) = uretprobe:libc:realloc (entry(arg0), retval);
uretprobe:libc:realloc { $old = entry(arg0); @a = move($old, retval, 1); }
uretprobe:libc:realloc { @a = move(retval, retval, 1); }
uretprobe:libc:realloc { @b = move((pid, nsecs), (pid, retval), 1); }
uretprobe:libc:realloc { @b = move((pid, elapsed_ns()), (pid, retval), 1); }
uretprobe:libc:realloc { @c[pid] = count(); @b = move((pid, @c[1]), (pid, retval), 1); }
my:realloc { @a = move(args.old, args.new, 1); }
my:realloc { @a = move(args.new + 1, args.new, 1); }
tracepoint:kmem:kmalloc .. tracepoint:kmem:kfree { @d = move(args.ptr, args.ptr, 1); }
