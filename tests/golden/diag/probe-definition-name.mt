probe kprobe:a() = kprobe:vfs_read;
probe k:a() = kprobe:vfs_read;
probe alloc() = kprobe:vfs_read;
probe a:b:c() = kprobe:vfs_read;
probe mem:*() = kprobe:vfs_read;
