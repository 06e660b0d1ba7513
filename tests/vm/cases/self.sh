# What memtap itself does is not traced: what it prints, allocates and holds. But the kernel's probes fire in it, and it runs
# BEGIN and interval.
#@ smoke
#@ compile feeds.mto -e 'tracepoint:syscalls:sys_enter_write, tracepoint:raw_syscalls:sys_exit, uprobe:libc:read, uretprobe:libc:malloc { @calls[comm] = count(); printf("%s", comm == "memtap" ? "fed\n" : ""); } BEGIN { @begin = pid; } interval:ms:100 { printf("tick\n"); @same = pid == @begin; } END { for ($kv : @calls) { printf("%s\n", $kv.0); } clear(@calls); clear(@begin); }'
#@ compile held.mto -e 'kprobe:vfs_write { @held[comm] = hold((uint64)arg0, 1); } kprobe:vfs_write { @met[comm] = count(); } interval:ms:100 { printf("tick\n"); }'
start calls 1
trace feeds.mto
work
wait_for_line tick trace.out
end_trace
shown | grep -Fx -e fed -e memtap -e calls -e helper -e '@same: true' | sort
finish
start calls 1
trace held.mto
work
wait_for_line tick trace.out
end_trace
shown | grep -oE '^@(held|met)\[(calls|memtap)\]' | sort
