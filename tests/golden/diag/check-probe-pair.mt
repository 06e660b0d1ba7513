mem:alloc | kprobe:vfs_read { }
kprobe:vfs_read .. mem:alloc { }
mem:alloc .. kprobe:vfs_read { }
BEGIN .. kprobe:vfs_read { }
kprobe:vfs_read .. interval:s:1 { }
kprobe:vfs_* .. kprobe:vfs_read { }
kprobe:vfs_read | mem:alloc { @c = count(); }
kprobe:no_such | my:probe ?, kprobe:vfs_read { @d = count(); }
