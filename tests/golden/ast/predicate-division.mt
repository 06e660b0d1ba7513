kprobe:vfs_read /arg2 / 512 > 8/ { @ = count(); }
uprobe:/usr/bin/x-y:foo/pid == 3/{ @ = count(); }
kprobe:vfs_write / *(uint64 *)arg1 / 2 == 1/ { @ = count(); }
