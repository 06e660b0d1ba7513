// One message each.
BEGIN { if (x] { f(1); { g(2) } h(3); } else { i(4) } }
BEGIN { print((1, 2); { print(3); } print(4); }
END { $x = [1, 2, 3]; $y = 5; }
kprobe:vfs_read /pid == / { if (pid) { @ = count(); } } /* and the body was read */
kprobe:vfs_read 3 /pid/ { print(5); @ = count() = 3; }
