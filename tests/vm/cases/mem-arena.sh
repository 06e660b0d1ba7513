# mem:arena: the events of libc's own notes (Debian sid's libc has them), as many as known in advance, and their figures.
#@ timeout 150
#@ compile arena.mto -e 'mem:arena { @[args.event] = count(); @bytes[args.event] = sum(args.size); @where[args.event] = min(args.address); }'
for mode in arenas heaps sbrk; do
	start heapnew $mode 4
	trace -p "$pid" arena.mto
	work
	end_trace
	finish
	heapnew --expect $mode 4 | sed -n 's/^memory_//; s/_/ /g; / 0$/!p' >expected
	sed -n 's/^@\[\(arena new\|heap new\|sbrk more\)\]: /\1 /p' trace.out | sort >seen
	echo "== $mode"
	diff -u expected seen && cat seen
	# A heap has an address and begins with a page at least; for a block of 64 KiB brk(2) adds that and little more.
	awk '/^@bytes\[heap new\]/ && $NF >= 4 * 4096 { print "heaps have bytes" }
		/^@bytes\[sbrk more\]/ && $NF >= 4 * 64 * 1024 && $NF < 4 * 72 * 1024 { print "brk added what the blocks need" }
		/^@where\[heap new\]/ && $NF > 65536 { print "heaps have addresses" }' trace.out
done
echo '== a libc without notes'
memtap -c true arena.mto || echo "exit status $?"
