# -l: named probes with their fields, and what the machine has; with -v what named probes are on it.
memtap -l 'mem:*' | grep '^mem:\(alloc\|free\|realloc\)('
memtap -l 'tracepoint:syscalls:sys_*_lseek'
memtap -l 'kprobe:vfs_rea*' | grep -x 'kprobe:vfs_readv*' | sort
memtap -l 'uprobe:/tests/bin/calls:many_*' | sort
memtap -l 'usdt:/tests/bin/usdtprog:*' | sort
memtap -l 'usdt:/sid/lib/libc.so.6:*' | grep 'memory_arena_new\|memory_heap_new' | sort
memtap -l 'kprobe:there_is_none' 2>trace.err || echo "exit status $?"
memtap -v -l mem:realloc
memtap -v -l mem:swapin >swapin
grep -c '^    present   kprobe:swap_read' swapin
while read -r is point reason; do
	case $is in
	present) has_function "${point#kprobe:}" || fail "$point is not there" ;;
	missing) ! has_function "${point#kprobe:}" || fail "$point is there" ;;
	esac
done <swapin
