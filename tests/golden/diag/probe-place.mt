kretprobe:vfs_read+4 { }
uretprobe:libc:malloc+0x4 { }
uretprobe:libc:0x1234 { }
kprobe:0xffffffff81000000 { }
kprobe:vfs_*+4 { }
kprobe:vfs_read+0xg { }
uprobe:/bin/sh:0x { }
uprobe:lib*:main { }
