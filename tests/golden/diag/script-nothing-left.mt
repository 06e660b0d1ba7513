// There would be nothing to wait for.
kprobe:vfs_read /getopt("reads")/ { @[comm] = count(); }
kprobe:vfs_write /getopt("writes") && arg2 > 0/ { @[comm] = count(); }
interval:s:1 { print(@); }
END { print("end"); }
