kprobe:vfs_read { $a = sizeof(struct page); $b = sizeof(struct page *); $c = sizeof(arg0); $d = sizeof(uint16); }
kprobe:vfs_read, uprobe:/usr/bin/true:main { $offset = offsetof(struct page, flags); }
