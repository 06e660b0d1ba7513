/*
 * What malloc() does about its arenas, as glibc's own notes tell (Debian's has them since 13, Fedora's always had): where
 * memory is taken from the kernel and given back, where threads wait for or change arenas, where the thresholds move.
 *
 * `address` is that of the arena or heap, or the end of the heap that brk grows; `size` is bytes that were asked for, the
 * new size, or the new threshold. What an event does not have is 0. (The notes of mallopt() tell of variables in a way that is not understood: it is
 * probed itself.)
 */
probe mem:arena(event, address, size) =
	usdt:libc:libc:memory_arena_new ("arena new", arg0, arg1),
	usdt:libc:libc:memory_arena_reuse_free_list ? ("arena reused", arg0, 0),
	usdt:libc:libc:memory_arena_reuse ? ("arena shared", arg0, 0),
	usdt:libc:libc:memory_arena_reuse_wait ? ("arena waited for", arg1, 0),
	usdt:libc:libc:memory_arena_retry ? ("arena retry", arg1, arg0),
	usdt:libc:libc:memory_heap_new ? ("heap new", arg0, arg1),
	usdt:libc:libc:memory_heap_more ? ("heap more", arg0, arg1),
	usdt:libc:libc:memory_heap_less ? ("heap less", arg0, arg1),
	usdt:libc:libc:memory_heap_free ? ("heap free", arg0, arg1),
	usdt:libc:libc:memory_sbrk_more ? ("sbrk more", arg0, arg1),
	usdt:libc:libc:memory_sbrk_less ? ("sbrk less", arg0, arg1),
	usdt:libc:libc:memory_malloc_retry ? ("malloc retry", 0, arg0),
	usdt:libc:libc:memory_calloc_retry ? ("calloc retry", 0, arg0),
	usdt:libc:libc:memory_realloc_retry ? ("realloc retry", arg1, arg0),
	usdt:libc:libc:memory_memalign_retry ? ("memalign retry", 0, arg0),
	uprobe:libc:mallopt ? ("mmap threshold", 0, arg1) /(int32)arg0 == -3/,
	uprobe:libc:mallopt ? ("trim threshold", 0, arg1) /(int32)arg0 == -1/,
	usdt:libc:libc:memory_mallopt_free_dyn_thresholds ? ("mmap threshold", 0, arg0),
	usdt:libc:libc:memory_mallopt_free_dyn_thresholds ? ("trim threshold", 0, arg1);
