config = { preload_sampler = getopt("interval", 8K); print_maps_on_exit = false }
mem:sampled_alloc { @heap[ustack(3)] = hold((pid, args.ptr), args.size, args.bytes); @told = count(); }
mem:sampled_free { release(@heap, (pid, args.ptr)); @freed = count(); }
END { print(@heap); print(@told); print(@freed); }
