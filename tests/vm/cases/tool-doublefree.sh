# Ten blocks freed twice among 50000; one whose first free nobody saw; a program that frees what it never allocated; one
# without an error; moves by realloc.
#@ timeout 240
#@ compile doublefree.mto doublefree
#@ compile unknown.mto -c true doublefree --unknown
run() { # run KIND [ALLOCATIONS]
	start ${sid:+/sid/lib/ld-linux-x86-64.so.2 --library-path /sid/lib} "${sid:+/tests/bin/}heaperr" "$@"
	trace -p "$pid" doublefree.mto
	work
	finish
	wait "$tracer"
	echo "$(grep -c 'is freed again:' trace.out || :) of them"
}
mask() { grep -vE 'libc|^ +0x' | sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/\+[0-9]+$//' | mask_addresses; }
tally() { awk '!count[$0]++ { order[++n] = $0 } END { for (i = 1; i <= n; i++) print count[order[i]] "x " order[i] }'; }
echo '== double'
run double
shown | mask | tally
losses
echo '== a block that was freed before tracing began'
run early 2000
shown | mask
losses
echo '== the same with the notes of another C library'
sid=1
run early 2000
shown | mask
losses
sid=
for kind in unknown none; do
	echo "== $kind"
	run $kind 10000
	shown | mask | tally
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
	shown | mask | grep -A 4 -m 1 'where no block is' || :
	# libc uses the frame pointer's register for other things: some of its own stacks seem endless.
	losses | grep -v -e '^free(): ' -e '^ready' -e '^done' -e '^memtap: [0-9]* stacks* deeper than 127 frames, cut$' || :
done

echo '== a child that frees what its parent has allocated'
memtap --follow -c 'family --now --exit' unknown.mto >trace.out 2>trace.err
echo "$(grep -c '^child' trace.out || :) child"
shown | grep 'is freed' | mask || :

echo '== JSON'
trace_json doublefree.mto heaperr double 10000
texts | mask | tally
