# As many calls are counted as were made: 5000 small blocks, 1000 of 72 bytes, and a free() of what is there.
#@ compile alloclat.mto alloclat
start heaperr leak 5000
trace -p "$pid" alloclat.mto
work
finish
wait "$tracer"
awk '/^@latency/ { name = $0 } /^\[/ { calls[name] += $(NF == 3 ? 2 : 3) } END { for (name in calls) print name, calls[name] }' trace.out | sort
grep -c '^@spent' trace.out
losses

echo '== JSON'
trace_json alloclat.mto heaperr leak 5000
sed -nE 's/^hist (@latency\[[^]]*\]).* count=([0-9]+)$/\1:\2/p' fields |
	awk -F: '{ calls[$1] += $2 } END { for (what in calls) print what, calls[what] }' | sort
grep -c '^map @spent' fields
