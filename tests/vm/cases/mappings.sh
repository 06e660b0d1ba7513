# The mappings of a process, and the registers that its code had.
#@ compile fault.mto mappings.fault.mt
for kind in null unmapped readonly guard code truncated; do
	echo "== $kind"
	trace fault.mto
	faulty --now "$kind" >/dev/null || :
	end_trace
	shown
	losses
done
