# shellcheck shell=sh disable=SC2154 # variables of guest_lib.sh
# How long it takes from the start to the line that says that all is attached: compiling, loading, attaching.
section 'From start to attached, in the VM'

start churn 1
mkdir -p /var/cache # where plans are kept
measure() { # measure FILE PATTERN COMMAND...
	file=$1
	shift
	trace "$@"
	end_trace
	echo "$attached $memory" >>"$file"
}
column() { cut -d' ' -f"$2" "$1" | median; } # column FILE NUMBER
compare() { # compare NAME PROGRAM [OPTION...]: by memtap and by bpftrace
	name=$1 program=$2
	shift 2
	memtap --compile compiled.mto -e "$program"
	trace "$MEMTAP_ATTACHED" env -u MEMTAP_NO_CACHE memtap "$@" -e "$program" # so that its plan is kept
	end_trace
	for _ in $(seq "$ROUNDS"); do
		measure "$name.ours" "$MEMTAP_ATTACHED" memtap "$@" -e "$program"
		measure "$name.theirs" "$BPFTRACE_ATTACHED" bpftrace "$@" -e "$program"
		measure "$name.kept" "$MEMTAP_ATTACHED" env -u MEMTAP_NO_CACHE memtap "$@" -e "$program"
		measure "$name.run" "$MEMTAP_ATTACHED" memtap-run "$@" compiled.mto
	done
	theirs=$(calculate "$(column "$name.theirs" 1) / 1000")
	row "$name: time" ms "$(calculate "$(column "$name.ours" 1) / 1000")" "$BPFTRACE" "$theirs" ratio 0.25
	row "$name, the second time: time" ms "$(calculate "$(column "$name.kept" 1) / 1000")" "$BPFTRACE" "$theirs" ratio 0.125
	row "$name, by memtap-run: time" ms "$(calculate "$(column "$name.run" 1) / 1000")" "$BPFTRACE" "$theirs"
	row "$name: memory" MB "$(calculate "$(column "$name.ours" 2) / 1024")" "$BPFTRACE" \
		"$(calculate "$(column "$name.theirs" 2) / 1024")"
}
compare 'tracepoint, count by comm' 'tracepoint:syscalls:sys_enter_brk { @[comm] = count(); }'
compare 'malloc, count by pid' 'uprobe:libc:malloc { @[pid] = count(); }' -p "$pid"
finish
