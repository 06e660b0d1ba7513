# Processes that come and go while everything is traced: names of those that are gone, objects that go with their owner, not
# before.
#@ smoke
#@ timeout 150
#@ compile names.mto -e 'uprobe:/tests/bin/calls:six /comm == "calls"/ { @[ustack] = count(); }'
#@ compile forks.mto -e 'uprobe:/tests/bin/owners:own { @[arg0, ustack] = count(); }'
#@ compile owners.mto -e 'uprobe:/tests/bin/owners:own { @own[arg0] = hold((pid, arg0), 1); @owned = count(); }'
echo '== a process that is gone is named'
trace names.mto
calls --now --exit 3 >calls.log
end_trace
shown | cut_below main | mask_offsets
losses

echo '== children that never call exec and are gone are named'
for mode in before during; do
	[ $mode = during ] || start owners fork
	trace forks.mto
	[ $mode = before ] || start owners fork
	work
	finish
	end_trace
	shown | cut_below main | mask_offsets
	losses
done

echo '== exec lets go what was held before, and nothing else'
trace owners.mto
start owners exec
go
until_true 10 grep -q '^done' owners.log
kill -INT "$tracer"
wait "$tracer"
shown | sed 's/, oldest.*//'
losses
finish

echo '== a process outlives its first thread'
start owners leader
trace owners.mto
work
end_trace
shown | sed 's/, oldest.*//'
losses
finish

echo '== whether it ended with that cannot be told without a file descriptor'
start owners leader
trace owners.mto
maxfiles "$tracer" 0
work
sleep 1 # for the kernel's record of the thread
maxfiles "$tracer" 1024
end_trace
shown | sed 's/, oldest.*//'
losses | sed -E 's/: [0-9]+ events? of (a process|processes) /: N events of processes /' # maybe also of maxfiles and sleep
finish
nothing_left
