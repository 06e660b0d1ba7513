# What --older and --combined-only change in the reports while a program runs, and --sort and --top in which stacks are there.
#@ timeout 150
#@ compile old.mto -p 1 memleak 1 --older 1h
#@ compile young.mto -p 1 memleak 1 --older 1ms
#@ compile combined.mto -p 1 memleak 1 --combined-only --older 1h
#@ compile size.mto -p 1 memleak 3600 --top 3
#@ compile count.mto -p 1 memleak 3600 --top 3 --sort count
reports() { grep -c ' outstanding:$' trace.out || :; }
for plan in old young combined; do
	echo "== $plan"
	start fibleak 40
	trace -p "$pid" $plan.mto
	work
	wanted=$(($(reports) + 2)) # the first of these may have begun before
	until_true 60 eval '[ "$(reports)" -ge $wanted ]' || fail 'no more reports'
	end_trace
	finish
	shown | sed -nE 's/^[0-9:]{8} //; s/oldest [0-9.]+ s/oldest SECONDS/; /:$/p; s/^(\]|@heap): //p' |
		awk '/^outstanding/ { last = "" } { last = last $0 "\n" } END { printf "%s", last }'
	losses
done
for plan in size count; do
	echo "== by $plan"
	start allocall 40
	trace -p "$pid" $plan.mto
	work
	end_trace
	finish
	awk '/^@heap\[[0-9]/ { print } /^@heap\[$/ { getline; sub(/\+.*/, "", $1); name = $1 } /^\]: / { print name, $2, $5 }' trace.out
	losses | grep -v 'deeper than 127 frames' || :
done
