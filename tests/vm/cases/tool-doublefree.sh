# Ten blocks freed twice among 50000; a program that frees what it never allocated; one without an error; moves by realloc.
#@ compile doublefree.mto doublefree
#@ compile unknown.mto -c true doublefree --unknown
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

echo '== a command that frees what is no block, and others that do not'
for command in 'heaperr --now --exit unknown 10000' 'heaperr --now --exit none 10000' 'allocall --now --exit 20'; do
	memtap -c "$command" unknown.mto >trace.out 2>trace.err
	echo "$(grep -c 'is freed, where no block is' trace.out || :) of them"
	grep -A 4 -m 1 'where no block is' trace.out | sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/\+[0-9]+$//' | mask_addresses
	losses | grep -v -e '^free(): ' -e '^ready' -e '^done' || :
done
