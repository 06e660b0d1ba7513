# -l: named probes with their fields, and what the machine has.
memtap -l 'mem:*'
memtap -l 'tracepoint:syscalls:sys_*_lseek'
memtap -l 'kprobe:vfs_rea*' | grep -x 'kprobe:vfs_readv*' | sort
memtap -l 'uprobe:/tests/bin/calls:many_*' | sort
memtap -l 'usdt:/tests/bin/usdtprog:*' | sort
memtap -l 'usdt:/sid/lib/libc.so.6:*' | grep 'memory_arena_new\|memory_heap_new' | sort
memtap -l 'kprobe:there_is_none' 2>trace.err || echo "exit status $?"
