// Offsets, addresses, quotes, wildcards.
kprobe:vfs_read+0x10 { } kprobe:vfs_read+16 { } kprobe:vfs_* { } tracepoint:kmem:* { }
uprobe:/bin/sh:main+4 { } uprobe:/bin/sh:0x401a30 { } uprobe:/bin/sh:4200000 { }
uprobe:/usr/lib/x-y.so.6:f.part.0 { } uprobe:./a.out:f { }
uprobe:"/opt/my app":main { } uprobe:/bin/sh:"std::foo(int, int)"+8 { } uprobe:/bin/sh:"operator+" { }
