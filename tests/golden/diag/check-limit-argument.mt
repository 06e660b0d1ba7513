kprobe:vfs_read, kretprobe:vfs_read { @a = arg6; }
uprobe:libc:malloc { @a = arg99; }
usdt:libc:x { @a = arg12; @a = arg11; }
