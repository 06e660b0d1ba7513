# What test cases may use; the guest sources it before each case. A helper that fails ends the case.

# Emulated, programs take so long that tools would tell of what they cost, or not, as the machine happens to be.
export MEMTAP_MAX_COST=0

fail() { echo "$*" >&2; exit 1; }
skip() { echo "$*"; exit 77; } # skip REASON: this kernel or machine cannot run the case

# until_true SECONDS COMMAND...: wait for it to succeed
until_true() {
	tries=$(($1 * 20))
	shift
	until "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		usleep 50000
	done
}

# wait_for_line PATTERN FILE [SECONDS]
wait_for_line() {
	until_true "${3:-60}" grep -q -e "$1" "$2" 2>/dev/null || { cat "$2" >&2; fail "no line like '$1' in $2"; }
}

# start PROGRAM ARG...: start a test program and wait until it is ready for `go`. Sets $pid; its output is in PROGRAM.log.
start() {
	log=${1##*/}.log
	: >"$log"
	"$@" >"$log" 2>&1 </dev/null &
	pid=$!
	wait_for_line '^ready' "$log"
}
go() { kill -USR1 "${1:-$pid}"; } # begin the work
finish() { # let it end its work, then end it; its exit status is ours
	kill -TERM "${1:-$pid}"
	wait "${1:-$pid}"
}
# work: begin the work and wait until it is done; the program stays alive
work() { go "$pid"; wait_for_line '^done' "$log"; }

# run_seen PROGRAM ARG...: run it to its end, which may be any, once memtap has had the time to see its files, which have the names
run_seen() {
	start "$@"
	usleep 200000
	go
	wait "$pid" || :
}

# run_watched KIND [no]: heapuse of that kind, which is told to go on when memtap says that it watches a block, or at once
run_watched() {
	before=$(grep -c ' watching ' trace.out || :)
	start heapuse "$1"
	go
	[ "${2-}" ] || until_true 60 eval '[ $(grep -c " watching " trace.out) -gt $before ]' || fail 'no watchpoint was armed'
	until_true 60 eval '[ $(grep -c ^ready heapuse.log) -eq 2 ]' || fail 'not waiting'
	go
	wait_for_line '^done' heapuse.log
	finish
}

# run_chosen KIND OTHER: with the tool as within.mto, for KIND's function and not OTHER's. The case has a mask().
run_chosen() {
	echo '== blocks of one function'
	trace within.mto
	run_watched "$2" no
	run_watched "$1"
	end_trace
	shown | mask
	losses
}

# run_at_address TOOL KIND: for the address of KIND's block, which is the same in the second run.
run_at_address() {
	trap 'echo 2 >/proc/sys/kernel/randomize_va_space' EXIT
	echo 0 >/proc/sys/kernel/randomize_va_space
	trace within.mto
	run_watched "$2"
	end_trace
	address=$(sed -n 's/.*watching .*block at \(0x[0-9a-f]*\).*/\1/p' trace.out)
	trace "$1" --address="$address"
	run_watched "$2"
	end_trace
	shown | mask
	losses
}

# trace ARG...: start memtap and wait until it has attached. Sets $tracer; its output is in trace.out and trace.err.
trace() {
	forget_last
	memtap "$@" >trace.out 2>trace.err </dev/null &
	tracer=$!
	until_true 60 attached || { cat trace.out trace.err >&2; fail "memtap did not attach"; }
}
# forget_last [FILE...]: before a memtap begins in the background: it may open them only after what they hold has been looked for.
forget_last() {
	[ $# -gt 0 ] || set -- trace.out trace.err
	rm -f "$@"
}
attached() { # the line that memtap prints when its probes are in place
	kill -0 "$tracer" 2>/dev/null || { cat trace.out trace.err >&2; fail "memtap ended early"; }
	grep -q '^Attached' trace.err 2>/dev/null
}
# wait_for_lines N: so many more of its output, of which an interval tool prints one after another
wait_for_lines() {
	wanted=$(($(wc -l <trace.out) + $1))
	until_true 60 eval '[ "$(wc -l <trace.out)" -ge $wanted ]' || fail 'no more output'
}
# end_trace: end it as ^C does and wait; its exit status is ours. Prints nothing, because in a pipe it could not wait.
# (A shell without job control has its background jobs ignore ^C; memtap's own handler undoes that.)
end_trace() {
	kill -INT "$tracer"
	wait "$tracer" || { status=$?; cat trace.out trace.err >&2; return $status; }
}

# nothing_left [PID...]: memtap has left nothing behind in the kernel, and no breakpoint in the code of these processes. The kernel
# frees what a program has used some time after it has ended.
nothing_left() { until_true 20 is_clean "$@" || { leftovers "$@" >&2; fail 'memtap has left something behind'; }; }
is_clean() {
	leftovers "$@" >/dev/null || return 1
	[ -z "$(cat /sys/kernel/tracing/uprobe_events /sys/kernel/tracing/kprobe_events; ls /sys/fs/bpf)" ]
}

# trace_work PLAN PROGRAM ARG...: memtap traces what a test program does, leaves nothing behind and the program unharmed.
trace_work() {
	plan=$1
	shift
	start "$@"
	trace -p "$pid" "$plan"
	work
	end_trace
	nothing_left "$pid"
	finish
}

# shown: what the last trace printed, without empty lines.
shown() { sed '/^$/d' trace.out; }
# losses: what it had to say besides, but for the line that the probes are in place.
losses() { sed '/^Attached [0-9]* probes*$/d; s/^memtap-run: /memtap: /' trace.err; }
# sure_losses: without probes that were skipped inside another program, or while memtap had a map: what preempts what is chance.
sure_losses() { losses | sed '/ skipped: .* fired inside \(another program\|other programs\) on /d'; }

# read_fields: what the last trace has printed with -f json, as the lines that tests/programs/jsonfields.c describes, in the file
# `fields`. Ends the case if it is no JSON.
read_fields() { jsonfields <trace.out >fields || fail 'not what -f json has to print'; }
# texts: of these lines, those that are text, without empty ones.
texts() { sed -nE 's/^(printf|time|value|cat) //p' fields | sed 's/\\n/\n/g' | sed '/^$/d'; }
# trace_json PLAN PROGRAM ARG...: the same of a program, traced while it works
trace_json() {
	plan=$1
	shift
	start "$@"
	trace -f json -p "$pid" "$plan"
	work
	end_trace
	finish
	read_fields
}

# cut_below FUNCTION: of each stack nothing below its frame: what runs main is not ours.
cut_below() { awk -v "frame=$1+" '/^[],@]/ { cut = 0 } !cut { print } index($1, frame) == 1 { cut = 1 }'; }
mask_addresses() { sed 's/0x[0-9a-f]\{1,\}/0xADDRESS/g'; }
mask_stacks() { # of text, JSON and raw stacks
	sed 's/0x[0-9a-f]\{6,\}/0xADDRESS/g; s/\([0-9A-Za-z_]\)+[0-9]\{1,\}/\1+OFFSET/g; s/\<\(ffff[0-9a-f]\{12\}\|[57][0-9a-f]\{11\}\)\>/ADDRESS/g'
}
mask_offsets() { sed 's/+0x[0-9a-f]\{1,\}/+OFFSET/g; s/+[0-9]\{1,\}$/+OFFSET/'; }

# masked: of what a document shows, and of what is printed, what differs between machines and runs
masked() {
	sed -E 's/\+(0x[0-9a-f]+|[0-9]+)/+OFFSET/g; s/0x[0-9a-f]+/0xADDRESS/g; s/[0-9]{2}:[0-9]{2}:[0-9]{2}/TIME/; s/oldest [0-9.]+ ?m?s/oldest AGE/; /^Attached [0-9]+ probes?$/d; /^$/d'
}

# make_root FILE...: in the folder root, a file system with these files, libc and what `sh enter COMMAND...` takes to go into it
make_root() {
	mkdir root
	mount -t tmpfs root root
	mkdir -p root/lib root/lib64 root/old root/tmp
	cp "$@" root/
	cp /lib64/ld-linux-x86-64.so.2 root/lib64/
	find / -xdev -name libc.so.6 ! -path '/sid/*' -exec cp {} root/lib/ \;
	echo 'cd root && pivot_root . old && umount -l old && exec "$@"' >enter
}

# swap_on, swap_off: 128 MiB of swap on a disk in memory; other cases do without
swap_on() {
	[ -b /dev/ram0 ] || modprobe brd rd_nr=1 rd_size=131072
	mkswap /dev/ram0 >/dev/null
	swapon /dev/ram0
}
swap_off() { swapoff /dev/ram0; }
# start_in GROUP LIMIT PROGRAM ARG...: as start, in a new memory cgroup of that memory.max
start_in() {
	mkdir "/sys/fs/cgroup/$1"
	echo "$2" >"/sys/fs/cgroup/$1/memory.max"
	cgroup=$1
	shift 2
	start sh -c "echo \$\$ >/sys/fs/cgroup/$cgroup/cgroup.procs; exec \"\$@\"" sh "$@"
}
counted() { sed -n "s/^$1 //p" /proc/vmstat; } # counted NAME: by the kernel

has_function() { grep -q "^$1\( \|\$\)" /sys/kernel/tracing/available_filter_functions; }
has_tracepoint() { [ -e "/sys/kernel/tracing/events/$1/id" ]; } # has_tracepoint kmem/kmalloc

# run_programs: what tests/vm/programs has compiled, each below its title. Not theirs are the traced command's lines.
run_programs() {
	while read -r number title; do
		echo "== $title"
		options=$(sed -n 's|^//@ options ||p' "$number.mt") command=$(sed -n 's|^//@ command ||p' "$number.mt")
		status=0
		# shellcheck disable=SC2086 # several options
		memtap $options ${command:+-c "$command"} "$number.mto" >run.out 2>run.err </dev/null || status=$?
		sed '/^ready [0-9]*$/d; /^done$/d; /^gated [0-9]*$/d; /^$/d; /^{"type":"losses"/d' run.out | mask_stacks
		sed "/^Attached [0-9]* probes*$/d; s/$number\.mt:/program:/" run.err
		[ $status = 0 ] || echo "exit status $status"
	done <list
}
