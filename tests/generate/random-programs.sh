# Random programs: each is loaded, attached, and runs for a moment.
#@ prepare tests/generate/programs
#@ timeout 100000
failures=0
for program in *.mto; do
	status=0
	timeout 600 memtap --unsafe "$program" >/dev/null 2>run.err </dev/null || status=$?
	[ $status = 0 ] && continue
	failures=$((failures + 1))
	echo "${program%o}: exit status $status"
	tail -n 20 run.err
done
[ $failures = 0 ]
