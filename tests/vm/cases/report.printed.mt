tracepoint:syscalls:sys_enter_brk /comm == "brkcalls"/ { @[comm, ustack(3)] = count(); }
self:signal:SIGUSR1 { print(@); clear(@); printf("printed\n"); }
