# What is full: what there was no room for is counted, and what is there is whole.
#@ timeout 300
#@ compile hold.mto losses-full.hold.mt
#@ compile few.mto -e 'config = { max_held_objects = 5; } BEGIN { for ($i : 0..12) { @few = hold($i, 2); } exit(); }'
#@ compile totals.mto -e 'config = { max_map_keys = 100; } tracepoint:syscalls:sys_enter_brk { @held[args.brk] = hold(args.brk, 3); @calls = count(); } interval:s:1000 { print(@held); } END { print(@held, 1); clear(@held); }'
#@ compile stacks.mto -e 'config = { max_map_keys = 100000; } uprobe:/tests/bin/paths:leaf { @[ustack] = count(); @calls = count(); } END { printf("%d keys\n", len(@)); clear(@); }'
#@ compile entries.mto -e 'uretprobe:/tests/bin/recurse:sum { @deepest = min(entry(arg0)); @calls = count(); }'
#@ compile children.mto -p 1 -e 'uprobe:/tests/bin/crowd:born { @ = count(); }'
echo '== objects'
for program in hold few; do
	memtap $program.mto >trace.out 2>trace.err
	shown
	losses
done

echo '== keys of objects'
start brkcalls inline 137
trace -p "$pid" totals.mto
work
end_trace
shown | sed '/^@held\[[0-9]*\]/d'
losses
finish

echo '== calls in one thread'
start recurse 99
trace -p "$pid" entries.mto
work
end_trace
shown
losses
finish

echo '== stacks'
start paths 70000
trace -p "$pid" stacks.mto
go
wait_for_line '^done' "$log" 200
end_trace
shown
losses
finish

echo '== children that are followed'
memtap --follow -c 'crowd --now --exit 16400' children.mto >trace.out 2>trace.err || echo "exit status $?"
shown | sed 's/^ready .*/ready/'
losses
