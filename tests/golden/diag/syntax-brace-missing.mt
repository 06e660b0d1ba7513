kprobe:vfs_read @ = count();
kprobe:vfs_read /pid == 1/ print(1);
BEGIN { if (1) print(1); }
