# What else may happen while memtap traces: another memtap, a stop, a change of the clock.
#@ timeout 400
#@ compile six.mto -e 'uprobe:/tests/bin/calls:six { @six[ustack(3)] = count(); } uretprobe:/tests/bin/calls:six { @returned = count(); } tracepoint:syscalls:sys_enter_lseek { @seeks = count(); }'
#@ compile clock.mto -e 'uprobe:/tests/bin/calls:outer .. uretprobe:/tests/bin/calls:outer { @outer[elapsed_ns() < 10s] = count(); } BEGIN { @begin = nsecs; } self:signal:SIGUSR1 { printf("%s %s\n", strftime("%Y", nsecs), elapsed < 1h ? "soon" : "late"); time("%Y\n"); @passed[nsecs - @begin < 1h] = count(); } interval:s:3600 { printf("an hour\n"); }'
#@ compile all.mto -e 'uprobe:/tests/bin/calls:* { @[probe] = count(); }'
report() {
	shown | mask_offsets
	losses
}

echo '== two at once'
start calls 6
trace -p "$pid" six.mto
memtap -p "$pid" six.mto >other.out 2>other.err </dev/null &
other=$!
wait_for_line '^Attached' other.err
work
kill -INT "$other"
wait "$other"
cmp other.err trace.err && echo 'both have attached'
end_trace
report
cmp other.out trace.out && echo 'both saw the same'
nothing_left "$pid"
finish

echo '== one ends before the other'
start calls 6
forget_last other.out other.err
memtap -p "$pid" six.mto >other.out 2>other.err </dev/null &
other=$!
wait_for_line '^Attached' other.err
trace -p "$pid" six.mto
kill -INT "$other"
wait "$other"
work
end_trace
report
nothing_left "$pid"
finish

echo '== it is stopped meanwhile'
start calls 6
trace -p "$pid" six.mto
kill -STOP "$tracer"
work
kill -CONT "$tracer"
end_trace
report
nothing_left "$pid"
finish

echo '== the clock is set'
start calls 6
trace -p "$pid" clock.mto
now=$(date +%s)
for year in 2040 2001; do
	date -s "$year-06-01 12:00" >/dev/null
	kill -USR1 "$tracer"
	until_true 10 eval '[ "$(grep -c $year trace.out)" = 2 ]' || cat trace.out
done
date -s "@$now" >/dev/null
work
end_trace
sed '/^@begin/d; /^$/d' trace.out
losses
nothing_left "$pid"
finish

echo '== a limit of open files that can be raised, and one that cannot'
sh -c 'ulimit -Sn 16; exec memtap -c "/tests/bin/calls --now --exit 6" all.mto' 2>trace.err | grep -E 'six|inner'
losses
sh -c 'ulimit -n 50; exec memtap -c "/tests/bin/calls --now --exit 6" all.mto' 2>trace.err || echo "exit status $?"
losses | sed 's/calls:[^:]*/calls:NAME/'
nothing_left
