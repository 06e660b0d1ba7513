kprobe:vfs_read { watch(arg0, 8, "rw"); }
