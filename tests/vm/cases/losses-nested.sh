# Losses of programs that run inside other programs: each happens a known number of times.
#@ compile busy.mto -e 'uprobe:/tests/bin/calls:six { @n++; @set[@n] = 1; } kprobe:alloc_htab_elem { @set[@n] = 2; @inside = count(); } END { print(len(@set)); clear(@set); }'
#@ compile walk.mto -e 'kprobe:__x64_sys_brk { @outside[len(kstack) > 0] = count(); } fentry:perf_callchain_kernel { @inside[kstack] = count(); }'
#@ compile scratch.mto losses-nested.scratch.mt
#@ compile entry.mto -e 'uretprobe:/tests/bin/calls:six { @outside = sum(entry(1)); } kretprobe:bpf_selem_alloc { @inside = sum(entry(1)); } END { printf("%d\n", @inside + @outside); clear(@inside); clear(@outside); }'
#@ compile vma.mto -e 'kprobe:do_mmap { @[vma(ureg("sp")) == 0] = count(); }'
traced() { # traced PLAN: of the program that was started, to its end
	trace -p "$pid" "$1"
	work
	end_trace
	shown
	losses
	finish
}
echo '== an update inside of an update of the same map'
start calls 20
traced busy.mto
echo '== a stack inside of the walk along another'
start brkcalls inline 20
traced walk.mto
echo '== programs inside of programs, more than have scratch memory'
start brkcalls inline 10
traced scratch.mto
echo '== a call while the first of its thread is given memory'
start calls 3
traced entry.mto
echo '== mappings while they are changed'
start mappings /tests/bin/mappings
traced vma.mto
