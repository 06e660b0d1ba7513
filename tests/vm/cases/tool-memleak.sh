# 40 blocks of 1024 long longs leak from one stack; with the leak mended no row is left.
#@ smoke
#@ timeout 150
#@ compile memleak.mto memleak
for mode in leak --fix; do
	echo "== $mode"
	set -- 40
	[ $mode = leak ] || set -- --fix 40
	start fibleak "$@"
	trace -p "$pid" memleak.mto
	work
	end_trace
	shown | cut_below child | mask_offsets
	losses
	finish
done
