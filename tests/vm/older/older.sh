# A kernel older than any that memtap is made for: what needs nothing newer works, and all else is refused in one line.
#@ kernels 5.10
#@ timeout 400
#@ compile works.mto older.works.mt
#@ compile stack.mto -e 'tracepoint:syscalls:sys_enter_lseek { @[ustack] = count(); }'
#@ compile string.mto -e 'tracepoint:syscalls:sys_enter_openat { @[str(args.filename, 512)] = count(); }'
#@ compile loop.mto -e 'kprobe:vfs_read { for ($i : 0..arg2) { @ = sum($i); } }'
#@ compile greatest.mto -e 'kprobe:ksys_lseek { @ = max(arg1); }'
#@ compile argument.mto -e 'fentry:ksys_lseek { @ = sum(args.offset); }'
#@ compile wildcard.mto -e 'kprobe:vfs_* { @[func] = count(); }'
#@ compile pair.mto -e 'uretprobe:/tests/bin/calls:outer { @ = sum(entry(arg0)); }'
#@ compile held.mto -e 'mem:alloc { @heap[comm] = hold((pid, args.ptr), args.size); }'
#@ prepare tests/vm/older/tools
refused() { # refused FILE: what it says instead of starting
	status=0
	timeout 60 memtap "$1" >run.out 2>run.err </dev/null || status=$?
	[ $status = 3 ] || echo "exit status $status"
	cat run.out run.err
}

echo '== what works'
start calls 100
trace -p "$pid" works.mto
work
end_trace
shown
losses
finish

for what in greatest argument stack string loop wildcard pair held; do
	echo "== $what"
	refused $what.mto
done

echo '== bundled tools'
for tool in *.tool.mto; do
	refused "$tool" >refusal
	grep -q '^memtap: .*this kernel' refusal || echo "${tool%.tool.mto} does not say what this kernel has not"
	grep -v '^memtap: .*this kernel' refusal || :
done
