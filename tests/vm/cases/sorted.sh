# What maps are sorted by: held objects by size or count, records by their first member.
#@ compile size.mto -e 'BEGIN { @h["two"] = hold(1, 1); @h["two"] = hold(2, 1); @h["large"] = hold(3, 100); exit(); }'
#@ compile count.mto -e 'config = { hold_order = getopt("sort", "size"); } BEGIN { @h["large"] = hold(3, 100); @h["two"] = hold(1, 1); @h["two"] = hold(2, 1); exit(); }' --sort count
#@ compile records.mto -e 'BEGIN { @r["a"] = (n = bytes(3K), x = 1); @r["b"] = (n = bytes(-1), x = 9); @r["c"] = (n = bytes(2K), x = 5); print(@r, 1); exit(); }'
for what in size count records; do
	memtap $what.mto >trace.out 2>trace.err
	echo "== $what"
	shown
	losses
done
