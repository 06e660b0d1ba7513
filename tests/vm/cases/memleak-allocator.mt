config = { allocator = getopt("obj", "libc"); allocator_prefix = getopt("symbols-prefix", ""); }
mem:alloc { @heap[args.size] = hold(args.ptr, args.size); }
mem:free { release(@heap, args.ptr); }
mem:realloc { @heap[args.size] = move(args.old, args.ptr, args.size); }
