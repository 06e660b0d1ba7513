# What docs/extending.md says: a pool allocator's leaks, through probes on its functions and through its notes.
#@ timeout 150
#@ compile functions.mto extending.functions.mt
#@ compile notes.mto extending.notes.mt
cp /tests/bin/pool .
for way in functions notes; do
	echo "== $way"
	start ./pool
	trace -p "$pid" $way.mto
	work
	end_trace
	shown | cut_below keep | sed 's/+[0-9]* (/+OFFSET (/; s/:[0-9]*)$/:LINE)/'
	losses
	finish
done
