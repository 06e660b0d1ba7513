/*
 * The kernel's allocators. A slab takes pages, and so do large objects and the areas of per-CPU memory: that is the
 * same memory seen twice. A program that looks at both can leave those pages out of mem:page_alloc: while a clause on
 * mem:page_user is there, what is allocated inside of it does not fire.
 */

/* There is an object of `size` bytes, as asked for, which takes `bytes`. `cache` is "kmalloc" for all of its sizes. */
probe mem:kalloc(ptr, size, bytes, gfp, cache, caller) =
	rawtracepoint:kmalloc (args.ptr, args.bytes_req, args.bytes_alloc, args.gfp_flags, "kmalloc", args.call_site)
		/args.ptr/,
	rawtracepoint:kmem_cache_alloc (args.ptr, args.s->object_size, args.s->size, args.gfp_flags,
		str(args.s->name, 64), args.call_site) /args.ptr/;

/* An object goes. Those that wait for RCU are as good as gone: the kernel frees them in bulk, without a trace. */
probe mem:kfree(ptr) =
	rawtracepoint:kfree (args.ptr) /args.ptr/,
	rawtracepoint:kmem_cache_free (args.ptr),
	kprobe:kvfree_call_rcu (arg1 < 4096 ? arg0 - arg1 : arg1); /* 6.1 may give where in the object arg0 is */

/* `count` objects go, to which `ptrs` points. */
probe mem:kfree_bulk(ptrs, count) = kprobe:kmem_cache_free_bulk ((uint64 *)arg2, arg1);

/* 2^order pages from `page` on are there. */
probe mem:page_alloc(page, order, bytes, gfp, migratetype) outermost(pages) =
	rawtracepoint:mm_page_alloc (args.page, args.order, (uint64)4096 << args.order, args.gfp_flags,
		(enum migratetype)args.migratetype) /args.page/;

/* They go. */
probe mem:page_free(page, order, bytes) =
	rawtracepoint:mm_page_free (args.page, args.order, (uint64)4096 << args.order);

/*
 * Pages became a slab, a large object of kmalloc(), or per-CPU memory; see above. These functions are static: a compiler may put
 * one into its callers, and what it allocates then fires mem:page_alloc as well.
 */
probe mem:page_user() outermost(pages) =
	kretprobe:allocate_slab ? (),
	kretprobe:___kmalloc_large_node ? () | kretprobe:__kmalloc_large_node ? (),
	kretprobe:pcpu_populate_chunk ? ();

/* `size` bytes for each CPU, `bytes` for all of them. */
probe mem:percpu_alloc(ptr, size, bytes, gfp, caller) =
	rawtracepoint:percpu_alloc_percpu (args.ptr, args.size, args.bytes_alloc, args.gfp_flags, args.call_site);

/* They go. */
probe mem:percpu_free(ptr) = rawtracepoint:percpu_free_percpu (args.ptr);
