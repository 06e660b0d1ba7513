# --snapshot copies what --kernel reads.
#@ timeout 150
tracing=sys/kernel/tracing
events() { (cd "$1/$tracing" && find events -mindepth 3 -maxdepth 3 \( -name format -o -name id \) | sort); }

memtap --snapshot here
cmp here/sys/kernel/btf/vmlinux /sys/kernel/btf/vmlinux && echo 'the same types'
events / >all
events here | diff all - && echo 'the same events'
for file in available_events available_filter_functions events/kmem/kmalloc/format events/kmem/kmalloc/id; do
	cat "/$tracing/$file" >file # its size is not known before
	cmp file "here/$tracing/$file" && echo "the same $file"
done
memtap --kernel here -n -e 'tracepoint:kmem:kmalloc { @[args.bytes_alloc, curtask->tgid] = count(); }' && echo 'it compiles'
memtap --snapshot /proc/not/here || echo "exit status $?"
memtap --kernel here -d plan -e 'tracepoint:kmem:kmallok { @ = count(); }' 2>/dev/null || echo "exit status $?"
