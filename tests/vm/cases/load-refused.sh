# What the kernel refuses is told by the probe, its place in the script, and a sentence with a way out.
#@ compile variadic.mto -e 'fentry:_printk { @ = count(); }'
#@ compile denied.mto -e 'fentry:migrate_disable { @ = count(); }'
#@ compile twice.mto -e 'tracepoint:sched:sched_switch, tracepoint:sched:sched_switch { @ = count(); }'
#@ compile large.mto -e 'let @last = lruhash(16000000); kprobe:vfs_read { @last[str(arg1, 512)] = nsecs; }'
#@ compile member.mto -e 'kprobe:vfs_read { @[curtask->mm->total_vm] = count(); }'
refused() { # refused FILE
	memtap "$1" >run.out 2>run.err </dev/null && fail "$1 was loaded"
	echo "exit status $?"
	cat run.out run.err
}
refused variadic.mto
# Linux 6.1 does not say why.
refused denied.mto | sed 's/: the kernel refuses it and does not say why (-v .*)/: REFUSED/
	s/: the kernel can have no fentry or fexit at a function that tracing itself may call; .*/: REFUSED/'
refused twice.mto
refused large.mto
mount -t tmpfs t /sys/kernel/btf
refused member.mto
umount /sys/kernel/btf
