# Stacks: two do not mix, a pending return probe leaves no trace in them, deep ones are whole or cut and counted.
#@ smoke
#@ compile stacks.mto stacks.mt
#@ compile deep.mto -e 'uprobe:/tests/bin/stacks:leaf { @[ustack] = count(); }'
trace_work stacks.mto stacks 3
shown | cut_below main | mask_offsets
losses
for depth in 110 200; do
	echo "== $depth deep"
	start stacks $depth
	trace -p "$pid" deep.mto
	work
	end_trace
	# The deepest stack comes first: how many frames of each function, and the ends of all.
	shown | cut_below main | mask_offsets | uniq -c | sed 's/^ *//; s/ \{2,\}/ /'
	losses
	finish
done
