kprobe:vfs_read /pid = 3/ { if (comm = "x") { print(1 = 2); } }
kprobe:vfs_read { pid = 3; arg0++; --5; f(1) += 2; $x.0 = 4; }
