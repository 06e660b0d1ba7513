# How tracing ends and what it leaves: exit(), its code, ^C and termination, -c, -o, -q, a script that starts memtap itself.
#@ timeout 150
#@ compile exit.mto -e 'BEGIN { printf("begin\n"); @x = 1; } interval:ms:20 { @ticks++; if (@ticks == 3) { exit(5); } } END { printf("end %d\n", @ticks); }'
#@ compile wait.mto -e 'BEGIN { @x = 1; } interval:hz:100 { @ticks = count(); } END { printf("end\n"); }'
#@ compile count.mto -e 'tracepoint:syscalls:sys_enter_lseek { @[comm] = count(); }'
#@ compile empty.mto -e 'BEGIN { exit(); }'
status() { echo "exit status $?"; }

memtap exit.mto 2>trace.err || status
cat trace.err
echo '== quiet'
memtap -q exit.mto || status
echo '== to a file'
memtap -o report exit.mto 2>/dev/null || status
cat report
echo '== nothing to report'
memtap empty.mto 2>/dev/null
status

for signal in INT TERM; do
	echo "== $signal"
	trace wait.mto
	sleep 0.3
	kill -$signal "$tracer"
	wait "$tracer" || status
	sed 's/^@ticks: [0-9]\{1,\}$/@ticks: N/' trace.out
done

echo '== a command'
memtap -c 'calls --now --exit 2' count.mto 2>trace.err | sed 's/^ready .*/ready PID/'
echo '== a command that fails'
memtap -c "sh -c 'exit 7'" count.mto 2>trace.err
status
