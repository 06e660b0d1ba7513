# shellcheck shell=sh disable=SC2154 # variables of guest_lib.sh
# What a pair of malloc and free costs while it is traced: the time that BPF programs run, as the kernel counts it, and what the
# program itself takes longer.
section 'A traced malloc(64) and free(), in the VM'

PAIRS=2000 DEPTH=8

# measure NAME PATTERN COMMAND...: appends to NAME.{run,pair,bytes} the nanoseconds of all programs, and of the loop, for each pair
measure() {
	name=$1
	shift
	start churn $PAIRS $DEPTH
	[ $# = 0 ] || trace "$@" -p "$pid"
	work
	echo "$pair" >>"$name.pair"
	if [ $# != 0 ]; then
		programs "$before" >"$name.programs"
		calculate "$(total 5) / $PAIRS" >>"$name.run"
		echo >>"$name.run"
		total 3 >"$name.bytes"
		end_trace
	fi
	finish
}
run_time() { # run_time NAME: for each pair, less that of as many runs of an empty program
	calculate "$(median <"$1.run") - $2 * $(median <empty.run)"
}
slowdown() { calculate "$(median <"$1.pair") / $(median <bare.pair)"; }

for _ in $(seq "$ROUNDS"); do
	measure bare
	measure empty "$BPFTRACE_ATTACHED" bpftrace -e "uprobe:libc:malloc { }"
	measure count-memtap "$MEMTAP_ATTACHED" memtap -e 'uprobe:libc:malloc { @[pid] = count(); }'
	measure count-bpftrace "$BPFTRACE_ATTACHED" bpftrace -e 'uprobe:libc:malloc { @[pid] = count(); }'
	measure leak-memtap "$MEMTAP_ATTACHED" memtap memleak
	measure leak-libbpf 'outstanding allocations' memleak-libbpf
	measure leak-bpftrace "$BPFTRACE_ATTACHED" bpftrace /job/peers/memleak.bt
done
head -n 20 ./*.programs ./*.run ./*.pair

count='malloc { @[pid] = count() }' leak='memleak: malloc, its return, free'
row "$count: run time" ns "$(run_time count-memtap 1)" "$BPFTRACE" "$(run_time count-bpftrace 1)" ratio 0.6
row "$count: instructions" bytes "$(cat count-memtap.bytes)" "$BPFTRACE" "$(cat count-bpftrace.bytes)"
row "$count: slower by" x "$(slowdown count-memtap)" "$BPFTRACE" "$(slowdown count-bpftrace)"
row "$leak: run time" ns "$(run_time leak-memtap 3)" "$LIBBPF_TOOLS" "$(run_time leak-libbpf 3)" ratio 1
row "$leak: run time" ns "$(run_time leak-memtap 3)" "$BPFTRACE" "$(run_time leak-bpftrace 3)" ratio 0.6
row "$leak: slower by" x "$(slowdown leak-memtap)" "$LIBBPF_TOOLS" "$(slowdown leak-libbpf)"
row "$leak: slower by" x "$(slowdown leak-memtap)" "$BPFTRACE" "$(slowdown leak-bpftrace)"
row 'an empty program: run time' ns "$(median <empty.run)"
