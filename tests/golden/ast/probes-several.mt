kprobe:vfs_read, kprobe:vfs_write, kretprobe:vfs_open /pid == 3 && comm == "cat"/ { @[probe] = count(); }
