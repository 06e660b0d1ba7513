kprobe:vfs_read /arg2 < 120/ { @[kstack] = count(); }
tracepoint:syscalls:sys_enter_lseek { @symbol[ksym((uint64)curtask->mm->binfmt->load_binary)] = count(); }
uprobe:libc:pthread_create { @thread[usym(arg2)] = count(); }
