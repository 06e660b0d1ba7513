mem:sampled_alloc { @heap = hold((pid, args.ptr), args.size, args.bytes); }
mem:sampled_free { release(@heap, (pid, args.ptr)); }
