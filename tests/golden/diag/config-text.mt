config = { allocator = 5; allocator_prefix = getopt("prefix", 3); max_strlen = strlen("x"); }
mem:alloc { @ = count(); }
