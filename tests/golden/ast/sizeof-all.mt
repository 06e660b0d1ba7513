kprobe:vfs_read { $a = sizeof(struct page); $b = sizeof(struct page *); $c = sizeof(arg0); $d = sizeof(uint16); }
