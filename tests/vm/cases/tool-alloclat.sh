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
