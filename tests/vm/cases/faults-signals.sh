# Signals to memtap while it traces: what it still reports, its exit status, and that nothing is left behind and the target unharmed.
#@ timeout 400
#@ compile six.mto -e 'uprobe:/tests/bin/calls:six { @six[ustack(3)] = count(); } uretprobe:/tests/bin/calls:six { @returned = count(); } tracepoint:syscalls:sys_enter_lseek { @seeks = count(); }'
#@ compile many.mto -e 'uprobe:/tests/bin/calls:six { @[ustack, arg0] = count(); }'
#@ compile slow.mto -e 'kprobe:vfs_* { @ = count(); } uprobe:/tests/bin/calls:* { @ = count(); }'
#@ compile command.mto --unsafe -e 'BEGIN { system("grep SigBlk /proc/self/status"); } interval:s:60 { }'
#@ compile ignored.mto --unsafe -e 'BEGIN { system("grep SigIgn /proc/self/status"); } interval:s:60 { }'
status() { echo "exit status $?"; }
unharmed() {
	nothing_left "$pid"
	finish && echo unharmed
}

for signal in INT TERM HUP KILL; do
	echo "== $signal"
	start calls 6
	trace -p "$pid" six.mto
	work
	kill -$signal "$tracer"
	wait "$tracer" || status
	shown | mask_offsets
	losses
	unharmed
done

echo '== PIPE is ignored'
start calls 6
trace -p "$pid" six.mto
kill -PIPE "$tracer"
work
end_trace
shown | mask_offsets
unharmed

echo '== they were blocked when it began'
start calls 6
forget_last
deaf memtap -p "$pid" six.mto >trace.out 2>trace.err </dev/null &
tracer=$!
wait_for_line '^Attached' trace.err
kill -TERM "$tracer"
until_true 10 eval '! kill -0 "$tracer" 2>/dev/null' && echo ended || kill -KILL "$tracer"
wait "$tracer" || status
unharmed

echo '== commands have them blocked as memtap had'
for deaf in '' deaf; do
	$deaf memtap -q --unsafe -c 'grep SigBlk /proc/self/status' command.mto 2>&1 | grep .
done

echo '== and ignored, PIPE and XFSZ'
for command in : "trap '' PIPE XFSZ"; do
	(eval "$command"; memtap -q --unsafe -c 'grep SigIgn /proc/self/status' ignored.mto 2>&1 | grep -o '.......$') # others are libc's own
done

echo '== before it has attached'
start calls 6
for signal in TERM HUP KILL; do # a shell has its background ignore INT until memtap undoes that
	for delay in 0 50 100 200; do
		memtap -p "$pid" slow.mto >trace.out 2>trace.err &
		tracer=$!
		usleep ${delay}000
		kill -$signal "$tracer"
		wait "$tracer" || [ $? -gt 128 ] || cat trace.err # or it had attached, and reports
	done
done
unharmed

echo '== a second one, while frames are named and nobody reads them'
mkfifo pipe
start calls 3000
forget_last
memtap -p "$pid" many.mto >pipe 2>trace.err &
tracer=$!
sleep 60 <pipe &
until_true 30 grep -q ^Attached trace.err
work
kill -INT "$tracer"
usleep 500000
kill -INT "$tracer"
wait "$tracer" || status
unharmed

echo '== a command outlives a memtap that is killed'
forget_last
memtap -c 'calls 6' six.mto >trace.out 2>trace.err &
tracer=$!
wait_for_line '^ready' trace.out
pid=$(sed -n 's/^ready //p' trace.out)
kill -KILL "$tracer"
wait "$tracer" || status
nothing_left "$pid"
go
wait_for_line '^done' trace.out
kill "$pid"
