# Objects that are loaded and attached by libbpf alone: they count from the start, what memtap counts.
#@ compiler
#@ timeout 200
counted() { # counted OBJECT MAP...: what another loader finds in them, once a program has made its calls
	start loadobject "$@"
	loader=$pid
	start brkcalls libc 137
	work
	finish
	go "$loader"
	wait_for_line '^done' loadobject.log
	finish "$loader"
	grep -v '^ready\|^done' loadobject.log
}

echo '== fields, functions of the kernel and of a library, pairs, stacks, held objects'
memtap --emit-elf all.o -e '
	tracepoint:syscalls:sys_enter_brk /comm == "brkcalls" && args.brk > 0/ { @entered[pid, comm] = count(); }
	kprobe:__x64_sys_brk /comm == "brkcalls"/ { @kernel = count(); }
	uprobe:libc:brk, uprobe:libc:sbrk /comm == "brkcalls"/ { @called[ustack] = count(); }
	uretprobe:libc:brk /comm == "brkcalls" && entry(arg0) > 0 && retval == 0/ { @returned[curtask->tgid] = count(); }
	tracepoint:syscalls:sys_exit_brk /comm == "brkcalls"/ { @held = hold(args.ret, 4096); }'
counted all.o m0_entered m1_kernel m2_called m3_returned m4_held

echo '== a wildcard'
memtap --emit-elf many.o -e 'kprobe:__x64_sys_br* /comm == "brkcalls"/ { @ = count(); }'
counted many.o m0_
memtap --emit-elf many.o -e 'kprobe:__x64_sys_b* /comm == "brkcalls"/ { @ = count(); }' # bpf() among them
if grep -q ' ftrace_set_filter_ips$' /proc/kallsyms && grep -q ' fprobe_init$\| register_fprobe_ips$' /proc/kallsyms; then
	counted many.o m0_
else # this kernel has no link for many
	loadobject --now --exit many.o 2>&1 | sed -n 's/.*Operation not supported$/m0_ 139/p' | uniq
fi

echo '== what only memtap can run'
refused() { memtap --emit-elf no.o -e "$1" 2>&1 || echo "exit status $?"; }
refused 'kprobe:vfs_read { @ = count(); } interval:s:1 { exit(); }'
refused 'kprobe:vfs_read { @ = count(); }
kprobe:vfs_write /pid == 1/ { printf("%d\n", pid); }'
refused 'tracepoint:vmscan:* { @ = count(); }'
refused 'kprobe:no_such_function { @ = count(); }' | grep -v hint: # what is near differs
memtap --compile plan.mto -e 'kprobe:vfs_read { @ = count(); }'
memtap --emit-elf no.o plan.mto 2>&1 || echo "exit status $?"
ls no.o 2>/dev/null || echo 'nothing was written'
