/*
 * The C library's allocator. `outermost(heap)`: of calls inside calls (realloc(NULL, n) that calls malloc) only the
 * one that the program made counts. memalign and aligned_alloc are one function in glibc, and reallocarray continues as
 * realloc: both are seen once.
 */

/* A block of `size` bytes, as asked for, is there. */
probe mem:alloc(ptr, size) outermost(heap) =
	uretprobe:libc:malloc (retval, entry(arg0)) /retval/,
	uretprobe:libc:calloc (retval, entry(arg0) * entry(arg1)) /retval/,
	uretprobe:libc:realloc (retval, entry(arg1)) /(!entry(arg0) || !entry(arg1)) && retval/,
	uretprobe:libc:memalign ? (retval, entry(arg1)) /retval/,
	uretprobe:libc:aligned_alloc ? (retval, entry(arg1)) /retval/,
	uretprobe:libc:posix_memalign ? (*(uint64 *)entry(arg0), entry(arg2)) /!(int32)retval/,
	uretprobe:libc:valloc ? (retval, entry(arg0)) /retval/,
	uretprobe:libc:pvalloc ? (retval, entry(arg0)) /retval/;

/* A block is about to go. When free returns, another thread may have its address already. */
probe mem:free(ptr) outermost(heap) =
	uprobe:libc:free (arg0) /arg0/,
	uprobe:libc:realloc (arg0) /arg0 && !arg1/;

/* The block `old` has become `ptr`, of `size` bytes; often they are the same. */
probe mem:realloc(old, ptr, size) outermost(heap) =
	uretprobe:libc:realloc (entry(arg0), retval, entry(arg1)) /entry(arg0) && entry(arg1) && retval/;
