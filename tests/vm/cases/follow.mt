// What each process holds.
mem:alloc { @heap[comm, pid] = hold((pid, args.ptr), args.size); }
mem:free { release(@heap, (pid, args.ptr)); }
