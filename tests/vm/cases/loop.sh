# What memtap waits for while it traces: also when there is more to print than anybody reads.
#@ smoke
#@ timeout 150
#@ compile tick.mto -e 'interval:ms:10 { printf("tick\n"); @ticks = count(); } END { printf("end\n"); }'
#@ compile silent.mto -e 'interval:ms:10 { @ticks = count(); }'
#@ compile much.mto -e 'interval:us:100 { printf("%s %s %s %s\n", probe, probe, probe, probe); }'
#@ compile flood.mto -e 'tracepoint:syscalls:sys_enter_brk { printf("%d %s\n", pid, probe); } interval:ms:100 { printf("tick\n"); }'
#@ compile late.mto -e 'interval:ms:10 { @ticks = count(); } interval:s:4 { printf("of %d\n", elapsed / 10ms); exit(); }'
echo '== the reader goes'
memtap tick.mto 2>trace.err | head -n 2
losses
memtap silent.mto 2>trace.err | true
losses

echo '== the disk is full'
memtap -o /dev/full tick.mto || echo "exit status $?"

echo '== nohup'
trap '' HUP
trace silent.mto
trap - HUP
kill -HUP "$tracer"
usleep 300000
end_trace
shown | sed 's/[0-9]\{1,\}$/N/'

echo '== a hangup'
trace silent.mto
usleep 300000
kill -HUP "$tracer"
wait "$tracer"
shown | sed 's/[0-9]\{1,\}$/N/'

echo '== missed ticks of an interval are one'
trace late.mto
kill -STOP "$tracer"
usleep 3000000
kill -CONT "$tracer"
wait "$tracer"
of=$(sed -n 's/^of //p' trace.out) ticks=$(sed -n 's/^@ticks: //p' trace.out)
[ "$ticks" -lt $((of - 250)) ] && echo 'missed ones are gone'

mkfifo pipe
sleep 60 <pipe &
for second in INT TERM; do
	echo "== nobody reads: $second after ^C ends it"
	rm trace.err
	memtap much.mto >pipe 2>trace.err &
	tracer=$!
	until_true 30 grep -q ^Attached trace.err
	usleep 1500000
	kill -INT "$tracer"
	usleep 300000
	kill -0 "$tracer" && kill -$second "$tracer"
	usleep 300000
	kill -KILL "$tracer" 2>/dev/null || :
	wait "$tracer" || echo "exit status $?"
done

echo '== a flood leaves room for others'
memtap -c 'brkcalls --now --exit inline 200000' flood.mto >trace.out 2>trace.err
[ "$(grep -c '^tick' trace.out)" -gt 2 ] && echo 'ticks came'
