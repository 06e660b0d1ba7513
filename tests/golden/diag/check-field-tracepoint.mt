tracepoint:kmem:kmalloc { @a = args.bytes_rek; @b = args->nothing; }
tracepoint:kmem:kmalloc, tracepoint:kmem:kfree { @c = args.bytes_req; }
tracepoint:kmem:* { @d = args.ptr; }
tracepoint:sched:sched_process_exec, tracepoint:kmem:kmalloc { @e = args.filename; }
tracepoint:kmem:old { @f = args.ptr; }
tracepoint:kmem:old ? { @f = args.ptr; }
