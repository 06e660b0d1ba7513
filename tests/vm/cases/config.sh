# config = { ... } and its environment.
#@ compile config.mto config.mt
memtap config.mto >trace.out 2>trace.err
shown
grep -v '^Attached' trace.err
MEMTAP_MISSING_PROBES=ignore BPFTRACE_MAX_STRLEN=16 MEMTAP_PRINT_MAPS_ON_EXIT=1 \
	memtap -e 'kprobe:there_is_no_such_function { exit(); } BEGIN { @s = str((uint64)0); @n = sizeof(str((uint64)0)); exit(); }' >trace.out 2>trace.err
shown
! MEMTAP_MAX_STRLEN=0 memtap -e 'BEGIN { exit(); }' 2>&1
MEMTAP_STACK_DEPTH=2 MEMTAP_STACK_MODE=raw memtap -q -c 'cat /dev/null' -e 'kprobe:vfs_read { print(kstack); exit(); }' >trace.out 2>trace.err
shown | sed 's/[0-9a-f]\{16\}/ADDRESS/'
