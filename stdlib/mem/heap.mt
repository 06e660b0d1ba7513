/*
 * The allocator of C and C++: that of the C library, or of what the settings `allocator` and `allocator_prefix` say.
 * `outermost(heap)`: of calls inside calls (realloc(NULL, n) that calls malloc, operator new that does) only the one that
 * the program made counts. memalign and aligned_alloc are one function in glibc, and reallocarray continues as realloc:
 * both are seen once. The operators new and delete are here for allocators that have their own; those of libstdc++ call
 * malloc() and free(), but without a frame pointer, so that malloc() cannot tell who called new.
 */

/* A block of `size` bytes, as asked for, is there. */
probe mem:alloc(ptr, size) outermost(heap) =
	uretprobe:allocator:malloc (retval, entry(arg0)) /retval/,
	uretprobe:allocator:calloc ? (retval, entry(arg0) * entry(arg1)) /retval/,
	uretprobe:allocator:realloc ? (retval, entry(arg1)) /(!entry(arg0) || !entry(arg1)) && retval/,
	uretprobe:allocator:memalign ? (retval, entry(arg1)) /retval/,
	uretprobe:allocator:aligned_alloc ? (retval, entry(arg1)) /retval/,
	uretprobe:allocator:posix_memalign ? (*(uint64 *)entry(arg0), entry(arg2)) /!(int32)retval/,
	uretprobe:allocator:valloc ? (retval, entry(arg0)) /retval/,
	uretprobe:allocator:pvalloc ? (retval, entry(arg0)) /retval/,
	uretprobe:allocator:_Znwm ? (retval, entry(arg0)) /retval/, /* operator new(unsigned long) */
	uretprobe:allocator:_Znam ? (retval, entry(arg0)) /retval/, /* operator new[](unsigned long) */
	uretprobe:allocator:_ZnwmRKSt9nothrow_t ? (retval, entry(arg0)) /retval/,
	uretprobe:allocator:_ZnamRKSt9nothrow_t ? (retval, entry(arg0)) /retval/,
	uretprobe:allocator:_ZnwmSt11align_val_t ? (retval, entry(arg0)) /retval/,
	uretprobe:allocator:_ZnamSt11align_val_t ? (retval, entry(arg0)) /retval/,
	uretprobe:allocator:_ZnwmSt11align_val_tRKSt9nothrow_t ? (retval, entry(arg0)) /retval/,
	uretprobe:allocator:_ZnamSt11align_val_tRKSt9nothrow_t ? (retval, entry(arg0)) /retval/,
	uretprobe:allocator:mallocx ? (retval, entry(arg0)) /retval/, /* jemalloc's own; so is rallocx below */
	uretprobe:libstdc++:_Znwm ? (retval, entry(arg0)) /retval/,
	uretprobe:libstdc++:_Znam ? (retval, entry(arg0)) /retval/,
	uretprobe:libstdc++:_ZnwmRKSt9nothrow_t ? (retval, entry(arg0)) /retval/,
	uretprobe:libstdc++:_ZnamRKSt9nothrow_t ? (retval, entry(arg0)) /retval/,
	uretprobe:libstdc++:_ZnwmSt11align_val_t ? (retval, entry(arg0)) /retval/,
	uretprobe:libstdc++:_ZnamSt11align_val_t ? (retval, entry(arg0)) /retval/,
	uretprobe:libstdc++:_ZnwmSt11align_val_tRKSt9nothrow_t ? (retval, entry(arg0)) /retval/,
	uretprobe:libstdc++:_ZnamSt11align_val_tRKSt9nothrow_t ? (retval, entry(arg0)) /retval/;

/* A block is about to go. When free returns, another thread may have its address already. */
probe mem:free(ptr) outermost(heap) =
	uprobe:allocator:free (arg0) /arg0/,
	uprobe:allocator:realloc ? (arg0) /arg0 && !arg1/,
	uprobe:allocator:dallocx ? (arg0) /arg0/,
	uprobe:allocator:sdallocx ? (arg0) /arg0/,
	uprobe:allocator:_ZdlPvm ? (arg0) /arg0/, /* operator delete(void *, unsigned long) */
	uprobe:allocator:_ZdaPvm ? (arg0) /arg0/, /* operator delete[](void *, unsigned long) */
	/* In jemalloc, which is where dallocx is, these end in free() or sdallocx(). */
	uprobe:allocator:dallocx (arg0) /arg0/ | uprobe:allocator:_ZdlPv ? (arg0) /arg0/,
	uprobe:allocator:dallocx (arg0) /arg0/ | uprobe:allocator:_ZdaPv ? (arg0) /arg0/,
	uprobe:allocator:dallocx (arg0) /arg0/ | uprobe:allocator:_ZdlPvRKSt9nothrow_t ? (arg0) /arg0/,
	uprobe:allocator:dallocx (arg0) /arg0/ | uprobe:allocator:_ZdaPvRKSt9nothrow_t ? (arg0) /arg0/,
	uprobe:allocator:dallocx (arg0) /arg0/ | uprobe:allocator:_ZdlPvSt11align_val_t ? (arg0) /arg0/,
	uprobe:allocator:dallocx (arg0) /arg0/ | uprobe:allocator:_ZdaPvSt11align_val_t ? (arg0) /arg0/,
	uprobe:allocator:dallocx (arg0) /arg0/ | uprobe:allocator:_ZdlPvmSt11align_val_t ? (arg0) /arg0/,
	uprobe:allocator:dallocx (arg0) /arg0/ | uprobe:allocator:_ZdaPvmSt11align_val_t ? (arg0) /arg0/,
	uprobe:allocator:dallocx (arg0) /arg0/ | uprobe:allocator:_ZdlPvSt11align_val_tRKSt9nothrow_t ? (arg0) /arg0/,
	uprobe:allocator:dallocx (arg0) /arg0/ | uprobe:allocator:_ZdaPvSt11align_val_tRKSt9nothrow_t ? (arg0) /arg0/;

/* The block `old` has become `ptr`, of `size` bytes; often they are the same. */
probe mem:realloc(old, ptr, size) outermost(heap) =
	uretprobe:allocator:realloc ? (entry(arg0), retval, entry(arg1)) /entry(arg0) && entry(arg1) && retval/,
	uretprobe:allocator:rallocx ? (entry(arg0), retval, entry(arg1)) /entry(arg0) && entry(arg1) && retval/;

/* realloc() of a block is called. It may stay, move (mem:realloc), or be refused: then it is as it was. */
probe mem:realloc_call(ptr, size) outermost(heap) =
	uprobe:allocator:realloc ? (arg0, arg1) /arg0 && arg1/,
	uprobe:allocator:rallocx ? (arg0, arg1) /arg0 && arg1/;
probe mem:realloc_refused(ptr) outermost(heap) =
	uretprobe:allocator:realloc ? (entry(arg0)) /entry(arg0) && entry(arg1) && !retval/,
	uretprobe:allocator:rallocx ? (entry(arg0)) /entry(arg0) && entry(arg1) && !retval/;

/* A call of the allocator has returned, after `latency` nanoseconds; `size` bytes were asked for, 0 by free(). */
probe mem:heap_call(function, size, latency) outermost(heap) =
	uretprobe:allocator:malloc ("malloc", entry(arg0), elapsed_ns()),
	uretprobe:allocator:calloc ? ("calloc", entry(arg0) * entry(arg1), elapsed_ns()),
	uretprobe:allocator:realloc ? ("realloc", entry(arg1), elapsed_ns()),
	uretprobe:allocator:memalign ? ("memalign", entry(arg1), elapsed_ns()),
	uretprobe:allocator:aligned_alloc ? ("aligned_alloc", entry(arg1), elapsed_ns()),
	uretprobe:allocator:posix_memalign ? ("posix_memalign", entry(arg2), elapsed_ns()),
	uretprobe:allocator:valloc ? ("valloc", entry(arg0), elapsed_ns()),
	uretprobe:allocator:pvalloc ? ("pvalloc", entry(arg0), elapsed_ns()),
	uretprobe:allocator:free ("free", 0, elapsed_ns()),
	uretprobe:allocator:_Znwm ? ("operator new", entry(arg0), elapsed_ns()),
	uretprobe:allocator:_Znam ? ("operator new[]", entry(arg0), elapsed_ns()),
	uretprobe:allocator:_ZnwmRKSt9nothrow_t ? ("operator new", entry(arg0), elapsed_ns()),
	uretprobe:allocator:_ZnamRKSt9nothrow_t ? ("operator new[]", entry(arg0), elapsed_ns()),
	uretprobe:allocator:_ZnwmSt11align_val_t ? ("operator new", entry(arg0), elapsed_ns()),
	uretprobe:allocator:_ZnamSt11align_val_t ? ("operator new[]", entry(arg0), elapsed_ns()),
	uretprobe:allocator:_ZnwmSt11align_val_tRKSt9nothrow_t ? ("operator new", entry(arg0), elapsed_ns()),
	uretprobe:allocator:_ZnamSt11align_val_tRKSt9nothrow_t ? ("operator new[]", entry(arg0), elapsed_ns()),
	uretprobe:allocator:_ZdlPv ? ("operator delete", 0, elapsed_ns()),
	uretprobe:allocator:_ZdaPv ? ("operator delete[]", 0, elapsed_ns()),
	uretprobe:allocator:_ZdlPvm ? ("operator delete", 0, elapsed_ns()),
	uretprobe:allocator:_ZdaPvm ? ("operator delete[]", 0, elapsed_ns()),
	uretprobe:allocator:_ZdlPvRKSt9nothrow_t ? ("operator delete", 0, elapsed_ns()),
	uretprobe:allocator:_ZdaPvRKSt9nothrow_t ? ("operator delete[]", 0, elapsed_ns()),
	uretprobe:allocator:_ZdlPvSt11align_val_t ? ("operator delete", 0, elapsed_ns()),
	uretprobe:allocator:_ZdaPvSt11align_val_t ? ("operator delete[]", 0, elapsed_ns()),
	uretprobe:allocator:_ZdlPvmSt11align_val_t ? ("operator delete", 0, elapsed_ns()),
	uretprobe:allocator:_ZdaPvmSt11align_val_t ? ("operator delete[]", 0, elapsed_ns()),
	uretprobe:allocator:_ZdlPvSt11align_val_tRKSt9nothrow_t ? ("operator delete", 0, elapsed_ns()),
	uretprobe:allocator:_ZdaPvSt11align_val_tRKSt9nothrow_t ? ("operator delete[]", 0, elapsed_ns()),
	uretprobe:allocator:mallocx ? ("mallocx", entry(arg0), elapsed_ns()),
	uretprobe:allocator:rallocx ? ("rallocx", entry(arg1), elapsed_ns()),
	uretprobe:allocator:dallocx ? ("dallocx", 0, elapsed_ns()),
	uretprobe:allocator:sdallocx ? ("sdallocx", 0, elapsed_ns()),
	uretprobe:libstdc++:_Znwm ? ("operator new", entry(arg0), elapsed_ns()),
	uretprobe:libstdc++:_Znam ? ("operator new[]", entry(arg0), elapsed_ns()),
	uretprobe:libstdc++:_ZnwmRKSt9nothrow_t ? ("operator new", entry(arg0), elapsed_ns()),
	uretprobe:libstdc++:_ZnamRKSt9nothrow_t ? ("operator new[]", entry(arg0), elapsed_ns()),
	uretprobe:libstdc++:_ZnwmSt11align_val_t ? ("operator new", entry(arg0), elapsed_ns()),
	uretprobe:libstdc++:_ZnamSt11align_val_t ? ("operator new[]", entry(arg0), elapsed_ns()),
	uretprobe:libstdc++:_ZnwmSt11align_val_tRKSt9nothrow_t ? ("operator new", entry(arg0), elapsed_ns()),
	uretprobe:libstdc++:_ZnamSt11align_val_tRKSt9nothrow_t ? ("operator new[]", entry(arg0), elapsed_ns());

/* A thread goes into the allocator, and leaves it. Calls inside calls fire, too. */
probe mem:heap_enter() =
	uprobe:allocator:malloc,
	uprobe:allocator:calloc ?,
	uprobe:allocator:realloc ?,
	uprobe:allocator:memalign ?,
	uprobe:allocator:aligned_alloc ?,
	uprobe:allocator:posix_memalign ?,
	uprobe:allocator:valloc ?,
	uprobe:allocator:pvalloc ?,
	uprobe:allocator:free;
probe mem:heap_leave() =
	uretprobe:allocator:malloc,
	uretprobe:allocator:calloc ?,
	uretprobe:allocator:realloc ?,
	uretprobe:allocator:memalign ?,
	uretprobe:allocator:aligned_alloc ?,
	uretprobe:allocator:posix_memalign ?,
	uretprobe:allocator:valloc ?,
	uretprobe:allocator:pvalloc ?,
	uretprobe:allocator:free;

/*
 * A sample of the blocks, taken inside the process, by whatever in it has OpenTelemetry's notes: libmemsample.so, or an
 * allocator or a runtime that carries them. The block stands for `bytes` bytes.
 */
probe mem:sampled_alloc(ptr, size, bytes) = usdt:*:otel_memory:alloc (arg0, arg1, arg2);
probe mem:sampled_free(ptr) = usdt:*:otel_memory:free (arg0);
