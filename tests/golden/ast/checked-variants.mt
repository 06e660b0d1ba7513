probe my:alloc(ptr, size) outermost(heap) =
	uretprobe:libc:malloc (retval, entry(arg0)) /retval/,
	uretprobe:libc:calloc (retval, entry(arg0) * entry(arg1)) /retval/,
	uretprobe:libc:memalign ? (retval, entry(arg1)) /retval/,
	uretprobe:libc:aligned_alloc ? (retval, entry(arg1)) /retval/,
	kprobe:new_name (arg0, arg1) | tracepoint:kmem:kmalloc (args.ptr, args.bytes_req);
probe my:free(ptr) outermost(heap) = uprobe:libc:free (arg0);
probe my:realloc(size, old, ptr) outermost(heap) = uretprobe:libc:realloc (entry(arg1), entry(arg0), retval);

my:alloc   { @heap[ustack] = hold((pid, args.ptr), args.size); }
my:free    { release(@heap, (pid, args.ptr)); }
my:realloc { @heap[ustack] = move((pid, args.old), (pid, args.ptr), args.size); }
my:realloc { @only = sum(args.size); }
my:alloc, my:realloc { @both[args.ptr, comm] = count(); }
