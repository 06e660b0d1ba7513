# has_target: with and without -p a script is made of other clauses; a compiled one has those that it was compiled with.
#@ compile process.mto target-known.mt -p 1
#@ compile all.mto -e 'uprobe:/tests/bin/no_such:f /has_target/ {} BEGIN /!has_target/ { print(has_target); exit(); }'
#@ compile any.mto -e 'BEGIN { print(has_target); exit(); }'
start calls 1
trace -p "$pid" process.mto
work
end_trace
shown
losses
memtap process.mto || echo "exit status $?"
for program in all any; do
	for options in '' "-p $pid"; do
		memtap -q $options $program.mto || echo "exit status $?"
	done
done
