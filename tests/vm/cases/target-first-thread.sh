# A process that lives on without its first thread: the kernel takes the uprobes of one process out with that.
#@ compile owners.mto -e 'uprobe:/tests/bin/owners:own { @own[arg0] = count(); }'
for option in '' --follow; do
	echo "== -p $option"
	start owners leader
	trace -p "$pid" $option owners.mto
	work
	sleep 2
	end_trace
	shown
	losses | sed -E 's/process [0-9]+/process N/; s/ended [0-9]+ s/ended N s/'
	finish
done

for option in '' --follow; do
	echo "== another thread calls exec, -p $option"
	start owners thread
	trace -p "$pid" $option owners.mto
	work
	sleep 2
	end_trace
	shown
	losses
	finish
done
nothing_left
