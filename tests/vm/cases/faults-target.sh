# What befalls the process that is traced: it dies, forks, calls exec, is in namespaces of its own, its files are replaced.
#@ timeout 400
#@ compile six.mto -e 'uprobe:/tests/bin/calls:six { @six[ustack(3)] = count(); } uretprobe:/tests/bin/calls:six { @returned = count(); }'
#@ compile own.mto -e 'uprobe:/tests/bin/owners:own { @own[arg0] = count(); }'
#@ compile copy.mto -e 'uprobe:./copy:six { @six[ustack(3)] = count(); } uprobe:./copy:inner { @inner = count(); }'
#@ compile notes.mto -e 'usdt:./copy:hit { @hits[str(arg1)] = count(); } usdt:./copy:gated { @gated = count(); }'
status() { echo "exit status $?"; }
child_of() { grep -l "^PPid:.$1\$" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3; }
report() {
	shown | mask_offsets
	losses
}

echo '== it is gone'
start calls 6
kill -KILL "$pid"
wait "$pid" 2>/dev/null || :
memtap -p "$pid" six.mto 2>trace.err || status
losses | sed "s/$pid/PID/"
nothing_left

echo '== it is gone, and its parent does not know yet'
start sh -c 'calls 6 & exec sleep 60'
parent=$pid pid=$(child_of "$pid")
kill -KILL "$pid"
memtap -p "$pid" six.mto 2>trace.err || status
losses | sed "s/$pid/PID/"
kill "$parent"
nothing_left

echo '== it dies while memtap attaches' # at some time or other: there is a report, or the reason why there is none
for delay in 0 30 60 100 150 200; do
	start calls 6
	memtap -p "$pid" six.mto >trace.out 2>trace.err &
	tracer=$!
	usleep ${delay}000
	kill -KILL "$pid"
	wait "$tracer" || [ $? = 3 ] || status
	losses | grep -vxE "memtap: (no process with pid $pid|process $pid has ended)" || :
	wait "$pid" 2>/dev/null || :
done
nothing_left

echo '== it is killed while it is traced'
start calls 6
trace -p "$pid" six.mto
work
kill -KILL "$pid"
wait "$tracer"
report
nothing_left

echo '== its children are not traced'
trace_work own.mto owners fork
report

echo '== it calls exec'
trace_work own.mto owners exec
report

for options in '-p -f --mount-proc' '-m' '-p -f -m'; do
	echo "== unshare $options"
	start unshare $options calls 6
	unshare=$pid
	[ "$options" = -m ] || pid=$(child_of "$unshare")
	trace -p "$pid" six.mto
	work
	end_trace
	report
	nothing_left "$pid"
	kill "$pid"
	wait "$unshare"
done

for replaced in deleted 'renamed over'; do
	for when in before while; do
		echo "== its program is $replaced $when it is traced"
		cp /tests/bin/calls copy
		cp /tests/bin/calls other
		start ./copy 6
		[ $when = before ] || trace -p "$pid" copy.mto
		if [ "$replaced" = deleted ]; then rm copy; else mv other copy; fi
		[ $when = while ] || trace -p "$pid" copy.mto
		work
		end_trace
		report
		nothing_left "$pid"
		finish
	done
done

echo '== notes of a program that is deleted'
cp /tests/bin/usdtprog copy
start ./copy 100
rm copy
trace -p "$pid" notes.mto
work
end_trace
report
nothing_left "$pid"
finish
