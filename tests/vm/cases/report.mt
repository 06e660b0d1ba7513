mem:alloc {
	@heap[ustack] = hold((pid, args.ptr), args.size);
	@sizes = hist(args.size);
	@calls[comm, func] = count();
}
mem:free { release(@heap, (pid, args.ptr)); }
