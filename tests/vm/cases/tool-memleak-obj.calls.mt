config = { allocator = getopt("obj", "libc"); }
mem:alloc { @allocs = count(); }
mem:free { @frees = count(); }
