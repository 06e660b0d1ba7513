# A probe in a loop that never ends: what it costs is told, or it is detached; others stay.
#@ compile hot.mto -e 'tracepoint:syscalls:sys_enter_read /comm == "dd"/ { @reads = count(); } uprobe:/tests/bin/calls:inner { @calls = count(); }'
#@ compile held.mto -e 'tracepoint:syscalls:sys_enter_read /comm == "dd"/ { @held[comm] = hold(nsecs, 8); } kprobe:do_exit { release(@held, nsecs); }'
#@ compile pair.mto -e 'kretprobe:vfs_read /entry(strlen(str(arg1))) > 100 && comm == "dd"/ { @held[comm] = hold(nsecs, 8); } kprobe:do_exit { release(@held, nsecs); } rawtracepoint:sched_process_exit { @exits = count(); }'
#@ compile cold.mto -e 'rawtracepoint:sched_process_exit { @ = count(); }'
#@ timeout 180
dd if=/dev/zero of=/dev/null bs=1 2>/dev/null &
loop=$!
mask_numbers() { sed 's/[0-9.]\{1,\} s\>/N s/; s/took [0-9.]*%/took N%/; s/takes [0-9]*% of/takes N% of/'; }
attached_links() { grep -l '^link_type:' /proc/$tracer/fdinfo/* 2>/dev/null | wc -l; }

echo '== detached'
trace --max-cost 1% hot.mto
[ "$(attached_links)" = 2 ] && echo '2 links'
wait_for_line 'sys_enter_read was detached' trace.err
[ "$(attached_links)" = 1 ] && echo '1 link'
calls --now --exit 3 >/dev/null
end_trace
sure_losses | mask_numbers
shown | sed 's/^@reads: [1-9][0-9]*$/@reads: N/'

echo '== all that hold and release'
trace -f json --max-cost 1% held.mto
wait_for_line 'do_exit was detached' trace.err
[ "$(attached_links)" = 0 ] && echo 'no link'
end_trace
sure_losses | mask_numbers
grep -o '"detached":[0-9]*' trace.out

echo '== told'
MEMTAP_MAX_COST=1
trace -e 'tracepoint:syscalls:sys_enter_read /comm == "dd"/ { @reads = count(); }'
wait_for_line 'tracing takes' trace.err
[ "$(attached_links)" = 1 ] && echo '1 link'
end_trace
sure_losses | mask_numbers

echo '== a pair, whose beginning takes most'
MEMTAP_MAX_COST=0
trace --max-cost 15% pair.mto
wait_for_line 'do_exit was detached' trace.err
[ "$(attached_links)" = 1 ] && echo '1 link'
end_trace
losses | grep detached | mask_numbers
shown | sed 's/^@exits: [1-9][0-9]*$/@exits: N/'
kill $loop

echo '== not permitted'
chmod 755 . && chmod 644 ./*.mto
withcaps bpf,perfmon,dac_read_search memtap --max-cost 5% cold.mto || echo "exit status $?"
