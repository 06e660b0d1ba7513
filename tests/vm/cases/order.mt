// Clauses on one place run in the order in which they stand.
uprobe:/tests/bin/calls:many_a { printf("uprobe 1\n"); }
uretprobe:/tests/bin/calls:many_a { printf("uretprobe 1\n"); }
usdt:/tests/bin/usdtprog:hit { printf("usdt 1\n"); }
kprobe:ksys_lseek { printf("kprobe 1\n"); }
kretprobe:ksys_lseek { printf("kretprobe 1\n"); }
fentry:ksys_lseek { printf("fentry 1\n"); }
fexit:ksys_lseek { printf("fexit 1\n"); }
tracepoint:syscalls:sys_enter_lseek { printf("tracepoint 1\n"); }
rawtracepoint:task_rename { printf("rawtracepoint 1\n"); }
kprobe:ksys_l*seek { printf("kprobes 1\n"); }
kretprobe:ksys_l*seek { printf("kretprobes 1\n"); }
uprobe:/tests/bin/calls:many_a* { printf("uprobes 1\n"); }
uretprobe:/tests/bin/calls:many_a* { printf("uretprobes 1\n"); }
kretprobe:ksys_lseek { printf("pair 1 %d\n", entry(arg1)); }
uprobe:/tests/bin/calls:many_a { printf("uprobe 2\n"); }
uretprobe:/tests/bin/calls:many_a { printf("uretprobe 2\n"); }
usdt:/tests/bin/usdtprog:hit { printf("usdt 2\n"); }
kprobe:ksys_lseek { printf("kprobe 2\n"); }
kretprobe:ksys_lseek { printf("kretprobe 2\n"); }
fentry:ksys_lseek { printf("fentry 2\n"); }
fexit:ksys_lseek { printf("fexit 2\n"); }
tracepoint:syscalls:sys_enter_lseek { printf("tracepoint 2\n"); }
rawtracepoint:task_rename { printf("rawtracepoint 2\n"); }
kprobe:ksys_l*seek { printf("kprobes 2\n"); }
kretprobe:ksys_l*seek { printf("kretprobes 2\n"); }
uprobe:/tests/bin/calls:many_a* { printf("uprobes 2\n"); }
uretprobe:/tests/bin/calls:many_a* { printf("uretprobes 2\n"); }
kretprobe:ksys_lseek { printf("pair 2 %d\n", entry(arg1)); }
uprobe:/tests/bin/calls:many_a { printf("uprobe 3\n"); }
uretprobe:/tests/bin/calls:many_a { printf("uretprobe 3\n"); }
usdt:/tests/bin/usdtprog:hit { printf("usdt 3\n"); }
kprobe:ksys_lseek { printf("kprobe 3\n"); }
kretprobe:ksys_lseek { printf("kretprobe 3\n"); }
fentry:ksys_lseek { printf("fentry 3\n"); }
fexit:ksys_lseek { printf("fexit 3\n"); }
tracepoint:syscalls:sys_enter_lseek { printf("tracepoint 3\n"); }
rawtracepoint:task_rename { printf("rawtracepoint 3\n"); }
kprobe:ksys_l*seek { printf("kprobes 3\n"); }
kretprobe:ksys_l*seek { printf("kretprobes 3\n"); }
uprobe:/tests/bin/calls:many_a* { printf("uprobes 3\n"); }
uretprobe:/tests/bin/calls:many_a* { printf("uretprobes 3\n"); }
kretprobe:ksys_lseek { printf("pair 3 %d\n", entry(arg1)); }
