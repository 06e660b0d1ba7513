// The text of a probe is one token, up to what cannot be part of it.
kprobe:vfs_read+0x10,k:ext4:*read* { }
uprobe:/usr/bin/x-y:foo*/pid == 3/{ }
uprobe:../lib/libc.so.6:malloc+4 { }
ur:"/opt/my app":"std::foo(int, int)" { }
u:bash:0x401a30 { }
usdt:/a/b.so:prov:name{ }
t:sched:sched_*,interval:s:1,i:ms:20 { }
kprobe:foo.isra.0?{ }
mem:alloc | mem:free ? { }
tracepoint:a:b..tracepoint:a:c { }
