// What tests/browser/run looks at: held, counted and sorted by size.
mem:alloc {
	@heap[ustack(source)] = hold((pid, args.ptr), args.size);
	@sizes[comm] = hist(args.size);
	@requests[comm, func, ustack(source)] = count();
	@total = sum(bytes(args.size));
	@allocations = count();
}
mem:free { release(@heap, (pid, args.ptr)); }
