kprobe:vfs_read /pid == 3 { @ = count(); }
kprobe:vfs_read
/pid == 3/, kprobe:vfs_write { @ = count(); }
kprobe:vfs_read /pid ==/ { @ = count(); }
