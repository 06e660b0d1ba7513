# shellcheck shell=sh disable=SC2154 # variables of guest_lib.sh
# Attaching many functions at once: all that begin with some letters, those of which there are most and no more than 5000.
section 'From start to attached, in the VM'

points='' count=0
grep -v '\[' /sys/kernel/tracing/available_filter_functions | grep '^[a-z]' | cut -c1 | sort | uniq -c | sort -rn >letters
while read -r more letter; do
	[ $((count + more)) -le 5000 ] || continue
	count=$((count + more))
	points="${points:+$points,}kprobe:$letter*"
done <letters
attach() { # attach FILE PATTERN COMMAND...
	file=$1
	shift
	BPFTRACE_MAX_PROBES=10000 trace "$@" -e "$points { @ = count(); }"
	cat trace.out
	echo "$attached" >>"$file"
	end_trace
}
for _ in $(seq "$ROUNDS"); do
	attach ours "$MEMTAP_ATTACHED" memtap
	attach theirs "$BPFTRACE_ATTACHED" bpftrace
done
row "kprobe, $count functions by their first letters: time" ms "$(calculate "$(median <ours) / 1000")" "$BPFTRACE" \
	"$(calculate "$(median <theirs) / 1000")" ratio 1.2
