// What is cast has its type only when the whole program is known: until then nobody can say whose memory it leads into.
uprobe:libc:malloc { @file = (struct file *)kptr(@address); @words = (uint64 *)uptr(@address); }
kprobe:vfs_read { @words = (uint64 *)uptr(1); @file = (struct file *)arg0; @address = arg1; }
uprobe:libc:free { @next = (struct page *)@pages; }
kprobe:vfs_write { @pages = (struct page *)arg1; }
