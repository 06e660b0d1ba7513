# Output that cannot be written: the reader goes, the disk is full. Nothing is left behind, and the target unharmed.
#@ timeout 400
#@ compile print.mto -e 'uprobe:/tests/bin/calls:six { printf("six\n"); }'
#@ compile report.mto -e 'uprobe:/tests/bin/calls:six { @six[arg0] = count(); }'
#@ compile pipe.mto --unsafe -e 'BEGIN { system("while :; do echo read; done 2>/dev/null | head -n 1"); exit(); }'
unharmed() {
	nothing_left "$pid"
	finish && echo unharmed
}

echo '== the reader goes'
start calls 300
{ memtap -p "$pid" print.mto 2>trace.err && echo ended >status; } | head -n 2 &
until_true 30 grep -q ^Attached trace.err
work
wait_for_line ended status
losses
unharmed

echo '== the disk is full'
mkdir small
mount -t tmpfs -o size=4k small small
for program in print report; do
	start calls 600
	trace -o small/output -p "$pid" $program.mto
	work
	[ $program = print ] || kill -INT "$tracer"
	wait "$tracer" || echo "exit status $?"
	losses
	wc -c <small/output
	unharmed
done
memtap --compile small/plan -e 'BEGIN { exit(); }' || echo "exit status $?"
umount small

echo '== files may not be so large'
sh -c 'ulimit -f 8; exec memtap -o large print.mto -c "calls --now --exit 3000"' >command.out 2>trace.err || echo "exit status $?"
losses
nothing_left

echo '== the reader of a command goes'
timeout -s KILL 30 memtap -q --unsafe pipe.mto

echo '== there is no such folder'
memtap -o none/output report.mto || echo "exit status $?"
nothing_left
