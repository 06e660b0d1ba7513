# libc's own notes (Debian sid's libc has them) fire as often as known in advance.
#@ smoke
#@ timeout 150
#@ compile usdt.mto -e 'usdt:/sid/lib/libc.so.6:libc:memory_arena_new { @memory_arena_new = count(); } usdt:/sid/lib/libc.so.6:memory_heap_new { @memory_heap_new = count(); } usdt:/sid/lib/libc.so.6:memory_sbrk_more { @memory_sbrk_more = count(); }'
for mode in arenas heaps sbrk; do
	echo "== $mode"
	heapnew --expect $mode 4 | grep -v ' 0$' >expected
	start heapnew $mode 4
	trace -p "$pid" usdt.mto
	work
	end_trace
	sed -n 's/^@\(.*\): /\1 /p' trace.out | sort >seen
	finish
	diff -u expected seen && cat seen
done
