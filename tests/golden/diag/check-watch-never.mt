kprobe:vfs_read { unwatch(arg0); }
w:armed { @ = count(); }
