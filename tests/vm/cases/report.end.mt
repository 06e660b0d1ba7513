tracepoint:syscalls:sys_enter_brk /comm == "brkcalls"/ { @[comm, ustack(3)] = count(); }
END { print(@); clear(@); }
