kprobe:vfs_reed { }
kretprobe:vfs_reed { }
kprobe:vfs_reed ? { }
kprobe:vfs_reed | kprobe:vfs_raed { }
kprobe:nothing* { }
kprobe:vfs_* { }
tracepoint:kmem:kmaloc { }
tracepoint:kmem:no* { }
tracepoint:kmen:kmalloc { }
tracepoint:kmem:kmaloc ? { }
kprobe:vfs_reed .. kprobe:vfs_read { }
