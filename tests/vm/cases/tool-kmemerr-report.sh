# A report of KFENCE about the one object of the kernel beside which a byte was overwritten, and none without that.
#@ compile kmemerr.mto kmemerr
[ -d /sys/module/kfence ] || skip 'this kernel has neither KFENCE nor KASAN: nothing in it looks for errors'
interval=/sys/module/kfence/parameters/sample_interval
trap "echo 0 >$interval" EXIT
echo 1 >$interval
for kind in none stray; do
	echo "== $kind"
	trace kmemerr.mto
	kcorrupt --now --exit $kind >log
	end_trace
	sed -n 's/^overwrites //p' log >byte
	shown | sed -nE "s/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/ report $(cat byte)$/ report BYTE/; s/\+[0-9]+$//; /^TIME|eventfd_release/p"
	losses
done
