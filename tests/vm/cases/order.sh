# Clauses on one place run in the order in which they stand, whatever the kind of probe.
#@ compile order.mto order.mt
memtap -c 'calls --now --exit 1' order.mto >trace.out 2>trace.err
memtap -c 'usdtprog --now --exit 1' order.mto 2>>trace.err | grep usdt >>trace.out
for kind in $(awk '$2 == 1 { print $1 }' trace.out | sort -u); do
	echo "== $kind"
	awk -v "kind=$kind" '$1 == kind { print $2 }' trace.out
done
losses
