// What stores is there, but not without the option.
uprobe:libc:malloc /getopt("depth")/ { @depth[tid]++; }
uprobe:libc:free /@depth[tid] > 0/ { @frees = count(); }
