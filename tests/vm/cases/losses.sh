# Nothing is lost in silence: events, entries of a full map, reads of memory that is not there.
#@ timeout 300
#@ compile events.mto -e 'tracepoint:syscalls:sys_enter_brk { printf("%lx %s %s %s %s\n", args.brk, comm, comm, comm, comm); @n = count(); }'
#@ compile full.mto -e 'tracepoint:syscalls:sys_enter_brk { @full[args.brk] = count(); @n = count(); } END { clear(@full); }'
#@ compile reads.mto -e 'uprobe:/tests/bin/calls:six { @[str(arg0), *(uint32 *)arg0] = count(); } uprobe:/tests/bin/calls:word { @first[*(uint8 *)arg0] = count(); }'

# For each event there is a line, or it is counted: memtap is stopped, so that the buffer overflows.
start brkcalls inline 100000
trace -p "$pid" events.mto
kill -STOP "$tracer"
go
wait_for_line '^done' "$log" 120
kill -CONT "$tracer"
end_trace
lost=$(sed -n 's/^memtap: \([0-9]*\) events lost: the ring buffer was full.*/\1/p' trace.err)
seen=$(grep -c '^[0-9a-f]* brkcalls brkcalls brkcalls brkcalls$' trace.out)
[ "${lost:-0}" -gt 10000 ] && [ "$seen" -gt 10000 ] && echo "$((lost + seen)) events"
grep '^@n' trace.out
finish

# More keys than a map takes: 65536.
start brkcalls inline 70000
trace -p "$pid" full.mto
go
wait_for_line '^done' "$log" 120
end_trace
shown
losses
finish

start calls 6
trace -p "$pid" reads.mto
work
end_trace
shown
losses
