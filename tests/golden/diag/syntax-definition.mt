probe my:a = kprobe:vfs_read;
probe my:b(x, ) = kprobe:vfs_read (arg0);
probe my:c(x) kprobe:vfs_read (arg0);
probe my:d(x) outermost heap = kprobe:vfs_read (arg0);
probe my:e(x) = kprobe:vfs_read (arg0
kprobe:vfs_write;
probe my:f(x) = kprobe:vfs_read (arg0) /arg0
BEGIN { }
