# Ten blocks freed twice among 50000; a program that frees what it never allocated; one without an error; moves by realloc.
#@ compile doublefree.mto doublefree
run() { # run KIND [ALLOCATIONS]
	start heaperr "$@"
	trace -p "$pid" doublefree.mto
	work
	finish
	wait "$tracer"
	echo "$(grep -c 'is freed again' trace.out || :) of them"
}
echo '== double'
run double
shown | grep -v libc | sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/\+[0-9]+$//' | mask_addresses |
	awk '!count[$0]++ { order[++n] = $0 } END { for (i = 1; i <= n; i++) print count[order[i]] "x " order[i] }'
losses
for kind in unknown none; do
	echo "== $kind"
	run $kind 10000
	shown
	losses
done
echo '== blocks that move'
start allocall 50
trace -p "$pid" doublefree.mto
work
finish
wait "$tracer"
shown
