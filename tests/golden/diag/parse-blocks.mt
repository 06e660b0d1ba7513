// Blocks that are no values.
BEGIN { $a = { 1; }; }
BEGIN { $a = { }; }
BEGIN { { 1 } + 2; }
kprobe:vfs_read /{ 1 }/ { }
