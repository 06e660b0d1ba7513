# shellcheck shell=sh disable=SC2154 # variables of guest_lib.sh
# How long it takes from the start to the line that says that all is attached: compiling, loading, attaching.
section 'From start to attached, in the VM'

start churn 1
compare() { # compare NAME [RATIO] -- ARG...: the same program, by memtap and by bpftrace
	name=$1 limit=$2
	shift 3
	for _ in $(seq "$ROUNDS"); do
		trace "$MEMTAP_ATTACHED" memtap "$@"
		end_trace
		echo "$attached $memory" >>"ours.$name"
		trace "$BPFTRACE_ATTACHED" bpftrace "$@"
		end_trace
		echo "$attached $memory" >>"theirs.$name"
	done
	ours=$(cut -d' ' -f1 "ours.$name" | median) theirs=$(cut -d' ' -f1 "theirs.$name" | median)
	row "$name: time" ms "$(calculate "$ours / 1000")" "$BPFTRACE" "$(calculate "$theirs / 1000")" ratio "$limit"
	ours=$(cut -d' ' -f2 "ours.$name" | median) theirs=$(cut -d' ' -f2 "theirs.$name" | median)
	row "$name: memory" MB "$(calculate "$ours / 1024")" "$BPFTRACE" "$(calculate "$theirs / 1024")"
}
compare 'tracepoint, count by comm' 0.25 -- -e 'tracepoint:syscalls:sys_enter_brk { @[comm] = count(); }'
compare 'malloc, count by pid' 0.25 -- -p "$pid" -e 'uprobe:libc:malloc { @[pid] = count(); }'
finish
