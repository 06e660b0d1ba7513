mem:alloc   { @heap[ustack] = hold((pid, args.ptr), args.size); }
mem:free    { release(@heap, (pid, args.ptr)); }
mem:realloc { @heap[ustack] = move((pid, args.old), (pid, args.ptr), args.size); }
