# Samples by bytes add up to what was allocated, whatever the sizes; no more than five standard deviations off.
#@ compile sample.mto sample.mt
memtap sample.mto >trace.out 2>trace.err
losses
# NAME EXPECTED TOLERANCE, the second in allocations kept or bytes.
while read -r name expected tolerance; do
	got=$(sed -n "s/^@$name: //p" trace.out)
	[ "$got" -ge $((expected - tolerance)) ] && [ "$got" -le $((expected + tolerance)) ] &&
		echo "$name is about $expected" || echo "$name is $got, not $expected"
done <<END
small 20000000 710000
kept 18604 680
even 102400000 1240000
mixed 600000000 3150000
large 65536000 0
all 5000 0
END
