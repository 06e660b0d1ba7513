# Ten temporary blocks of 40 bytes among 50000 that are not, and a program without.
#@ compile tempalloc.mto tempalloc
for kind in temporary none; do
	echo "== $kind"
	start heaperr "$kind" $([ $kind = none ] && echo 10000)
	trace -p "$pid" tempalloc.mto
	work
	finish
	wait "$tracer"
	shown | cut_below main | sed 's/+[0-9]*$//'
	losses
done

echo '== JSON'
trace_json tempalloc.mto heaperr temporary 10000
sed -nE 's/^map (@temporary)\[\\n *(make)\+.*\\n *(make_temporary)\+.*\] (count=.*)/\1 \2 \3 \4/p' fields
