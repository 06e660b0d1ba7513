# What a program is called and holds does nothing to the terminal of who traces it.
#@ compile names.mto -e 'tracepoint:syscalls:sys_enter_brk /args.brk != 0/ { printf("%s, %.6s and \033[1mours\033[0m\n", comm, comm); @[comm, ustack(1)] = count(); }'
#@ compile file.mto -e 'uprobe:libc:brk { cat("/proc/%d/cmdline", pid); exit(); }'
visible() { sed '/^$/d; /^ready/d; /^done$/d' trace.out | tr '\033\000' '@ ' | mask_offsets; }
name=$(printf 'a\033[31mb')
cp /tests/bin/brkcalls "./$name"
for format in text json; do
	echo "== $format"
	start "./$name" libc 1
	trace -p "$pid" -f $format names.mto
	work
	end_trace
	visible | sed '/^{"type":"\(losses\|attached_probes\)"/d'
	finish
done
echo '== a file'
start "./$name" libc 1
trace -p "$pid" file.mto
work
wait $tracer
visible
echo
losses
finish
echo '== a name in an error'
memtap -c "./not-$name" names.mto 2>&1 | tr '\033' '@'
