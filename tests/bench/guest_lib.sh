# shellcheck shell=sh disable=SC2034 # variables for others
# What the figures of the virtual machine have in common. The guest's clock counts instructions (tests/vm/boot, VM_STEADY), so that
# one figure needs few rounds, $ROUNDS; they are interleaved, and the median is taken, for what interrupts add.

BPFTRACE=$(sed -n 's/^\(bpftrace\) \([0-9]*\.[0-9]*\).*/\1 \2/p' /versions)
LIBBPF_TOOLS=libbpf-tools

# wait_for PATTERN FILE: until it has such a line; fails when the process $tracer ends before
wait_for() {
	tries=1500
	until grep -q -e "$1" "$2" 2>/dev/null; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] && kill -0 "${3:-$$}" 2>/dev/null || return 1
		usleep 200000
	done
}

# start PROGRAM ARG...: until it is ready for `work`. Sets $pid.
start() {
	rm -f work.log
	"$@" >work.log 2>&1 </dev/null &
	wait_for '^ready' work.log $!
	pid=$(sed -n 's/^ready //p' work.log)
}
work() { # have it work. Sets $pair, the nanoseconds that malloc and free take there.
	kill -USR1 "$pid"
	wait_for '^done' work.log "$pid"
	pair=$(sed -n 's/^pair //p' work.log)
}
finish() {
	kill -TERM "$pid" 2>/dev/null || :
	usleep 200000
}

last_program() { programs | tail -n 1 | cut -d' ' -f1; }

# trace PATTERN COMMAND ARG...: start a tracer, until it has printed what matches the pattern. Its programs are those above $before.
# Sets $attached, the microseconds that this took, and $tracer.
trace() {
	rm -f trace.out trace.err # of the last one
	before=$(last_program)
	pattern=$1
	shift
	attached "$pattern" "$@" >trace.out 2>trace.err </dev/null &
	tracer=$!
	if ! wait_for '^attached' trace.err $tracer; then
		echo "does not attach: $*" >&2
		cat trace.err trace.out >&2
		return 1
	fi
	attached=$(sed -n 's/^attached //p' trace.err)
}
# end_trace: as ^C does. Sets $memory, in KB.
end_trace() {
	kill -INT "$tracer" 2>/dev/null || :
	tries=600
	while kill -0 "$tracer" 2>/dev/null && [ $tries -gt 0 ]; do
		tries=$((tries - 1))
		usleep 50000
	done
	kill -9 "$tracer" 2>/dev/null || :
	wait "$tracer" 2>/dev/null || :
	memory=$(sed -n 's/^ended //p' trace.err)
	usleep 500000 # the kernel frees what it used some time after
}

# total COLUMN [NAMES]: of the tracer's programs, those whose names match the pattern: 3 bytes, 4 runs, 5 nanoseconds
total() { programs "$before" | awk -v "column=$1" -v "names=${2-.}" '$2 ~ names { sum += $column } END { print sum + 0 }'; }

# What they say when they trace. bpftrace: "Attached N probes", or "Attaching N probes..." before 0.24.
MEMTAP_ATTACHED='Attached [0-9]+ probe'
BPFTRACE_ATTACHED='Attached [0-9]+ probe'
