// The kind of the probe, as text; integers printed by %s; stacks without arguments.
fn kind() { return probetype; }
BEGIN { print(probetype); printf("%s|%10s|%-4s|%s|%s\n", 5, -6, 7, (uint64)-1, (int8)-1); }
uprobe:/tests/bin/calls:six, uretprobe:/tests/bin/calls:six { @[probetype, kind() == probetype] = count(); }
kprobe:__x64_sys_lseek, tracepoint:syscalls:sys_enter_lseek /comm == "calls"/ { @[kind(), kstack() == kstack && ustack() == ustack] = count(); }
interval:ms:10 { @interval[probetype] = 1; }
END { print(kind()); }
