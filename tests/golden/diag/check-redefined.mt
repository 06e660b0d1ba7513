probe my:alloc(ptr, size, ptr) = uprobe:libc:malloc (1, 2, 3);
probe my:alloc() = uprobe:libc:malloc;
probe mem:alloc() = uprobe:libc:malloc;
my:alloc { }
mem:alloc { }
