kprobe: vfs_read { @ = count(); }
kprobe:vfs_read, { @ = count(); }
kprobe:vfs_read kprobe:vfs_write { @ = count(); }
kprobe:vfs_read(arg0) { @ = count(); }
kprobe:vfs_read | { @ = count(); }
.. kprobe:vfs_read { @ = count(); }
