# Twenty samples of heaps of some 64 MB, of about 6,400 blocks each: all estimates are within 5 percent, and the bound, which
# holds in 95 of 100, holds in at least 16 of 20.
#@ timeout 1500
#@ compile sampled.mto sampled-seeds.mt
for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	MEMSAMPLE_SEED=$seed memtap sampled.mto -c "sampled --now --exit $seed" 2>trace.err
	losses >&2
done >trace.out
awk '
	/^kept / { bytes = $2 }
	/^@heap: / {
		off = $2 > bytes ? $2 - bytes : bytes - $2
		reports++
		near += off < bytes * 0.05
		bounded += off <= $5
	}
	END { print reports " reports, " near " within 5 percent, bounds " (bounded >= 16 ? "hold" : "hold in " bounded) }' trace.out
awk '/^kept/ { bytes = $2 } /^@heap:/ { print bytes, $2, $5, $9 }' trace.out >&2
