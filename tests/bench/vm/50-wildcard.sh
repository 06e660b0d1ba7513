# shellcheck shell=sh disable=SC2154 # variables of guest_lib.sh
# Attaching many functions at once: all that begin with some letter, of those the one that has most but not more than 5000.
section 'From start to attached, in the VM'

functions=/sys/kernel/tracing/available_filter_functions
read -r count letter <<-LINE
	$(grep -v '\[' $functions | grep '^[a-z]' | cut -c1 | sort | uniq -c | awk '$1 <= 5000' | sort -n | tail -n 1)
LINE
attach() { # attach FILE PATTERN COMMAND...
	file=$1
	shift
	BPFTRACE_MAX_PROBES=10000 trace "$@" -e "kprobe:$letter* { @ = count(); }"
	cat trace.out
	echo "$attached" >>"$file"
	end_trace
}
for _ in $(seq "$ROUNDS"); do
	attach ours "$MEMTAP_ATTACHED" memtap
	attach theirs "$BPFTRACE_ATTACHED" bpftrace
done
row "kprobe:$letter*, about $count functions: time" ms "$(calculate "$(median <ours) / 1000")" "$BPFTRACE" \
	"$(calculate "$(median <theirs) / 1000")" ratio 1.2
