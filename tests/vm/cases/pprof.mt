uprobe:libc:calloc /comm == "fibleak" && arg0 == 1024/ { @bytes[comm, (uint32)arg1, ustack(2)] = sum(arg0 * arg1); }
kprobe:vfs_read /comm == "fibleak"/ { @has_read[kstack(1)] = max(1); }
