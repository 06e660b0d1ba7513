# A plan runs on other kernels than the one that it was compiled for: members and fields are found where they are.
#@ smoke
#@ compile 6.1.mto other-kernel.mt
#@ compile-for 6.12 6.12.mto other-kernel.mt
#@ compile-for newest newest.mto other-kernel.mt
for kernel in 6.1 6.12 newest; do
	echo "== compiled for $kernel"
	start calls 2
	expected="total_vm $(cut -d' ' -f1 "/proc/$pid/statm") tgid $pid parent $$"
	trace -p "$pid" $kernel.mto
	work
	end_trace
	sed -n 's/^same //p' trace.out | sort -u >seen
	echo "$expected" | diff -u - seen
	shown | sed '/^same /d'
	losses
	finish
done
