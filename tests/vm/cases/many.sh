# Hundreds of points through one link (kprobe.multi; uprobe.multi where the kernel has it): counts, names, time.
#@ smoke
#@ timeout 150
#@ compile kernel.mto -e 'kprobe:vfs_* { @[func, probe] = count(); } kretprobe:vfs_rea* /retval >= 100 && retval < 120/ { @returned[func] = sum(retval); }'
#@ compile mixed.mto -e 'kprobe:vfs_rea*, kprobe:ksys_lseek, kprobe:ksys_r* /pid != 0/ { @[func] = count(); } kretprobe:vfs_rea* { @took[func, elapsed_ns() > 0] = count(); }'
#@ compile user.mto -e 'uprobe:/tests/bin/calls:many_*, uprobe:/tests/bin/calls:inner, uprobe:/tests/bin/calls:out* /comm == "calls"/ { @[func] = count(); } uretprobe:/tests/bin/calls:many_* /comm == "calls"/ { @returned[func] = count(); }'
#@ compile thousands.mto -e 'kprobe:* { @ = count(); }'
#@ compile hundreds.mto -e 'kprobe:tcp_* { @ = count(); }'
descriptors() { ls "/proc/$tracer/fd" | wc -l; }
start calls 6
trace -p "$pid" kernel.mto
few() { # one link for all, where the kernel has it
	! grep -q ' register_fprobe' /proc/kallsyms || [ "$(descriptors)" -lt 60 ] || echo "$(descriptors) descriptors"
}
few
work
end_trace
shown | grep 'vfs_read[],]\|vfs_llseek'
losses
finish

trace_work mixed.mto calls 6
shown | grep 'vfs_read[],]\|ksys_'
losses

start calls 6
trace user.mto
work
end_trace
shown
losses
finish

# what takes long is attaching one by one, not that the functions are many
trace hundreds.mto
count=$(sed -n 's/^Attached \([0-9]*\) .*/\1/p' trace.err)
echo "hundreds: $((count > 100))"
few
end_trace
memtap thousands.mto 2>&1 | sed 's/[0-9]\{4,\}/N/g' || :
