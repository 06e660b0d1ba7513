# shellcheck shell=sh disable=SC2154 # variables of guest_lib.sh
# How time and memory grow with what is held at once, and how fast events are printed.
section 'Scale, in the VM'

available() { awk '/^MemAvailable/ { print $2 }' /proc/meminfo; }
# hold HUNDREDS: so many times 100,000 objects, by loops. One run of a program may go through four million rounds.
hold() {
	unused=$(available)
	trace '^held' memtap -q -e "config = { max_held_objects = ${1}00000; }
		interval:ms:1 /@round < $1/ {
			for (\$i : 0..100000) { @objects = hold((@round, \$i), 64); }
			if (++@round == $1) { printf(\"held\n\"); }
		}
		END { print(@objects); clear(@objects); }"
	memory=$(((unused - $(available)) / 1024))
	row "${1}00000 objects held by a loop: time from the start" ms "$(calculate "$attached / 1000")"
	row "${1}00000 objects held by a loop: memory, with the kernel's" MB "$memory"
	end_trace
	cat trace.out
}
for hundreds in 1 10 100; do hold $hundreds; done

# print_events COMMAND...: to a file a line for each of 100,000 calls of write(2). Sets $rate, lines a second, from the first call
# until the tracer has ended, and $lines, how many there are.
print_events() {
	before=$(last_program)
	"$@" >lines.out 2>lines.err </dev/null &
	tracer=$!
	until programs "$before" | grep -q .; do usleep 100000; done
	sleep 2 # attaching, and printing that
	begin=$(cut -d' ' -f1 /proc/uptime)
	dd if=/dev/zero of=/dev/null bs=1 count=100000 2>/dev/null
	kill -INT "$tracer"
	while kill -0 "$tracer" 2>/dev/null; do usleep 5000; done
	end=$(cut -d' ' -f1 /proc/uptime)
	lines=$(grep -c ' dd ' lines.out)
	rate=$(calculate "$lines / ($end - $begin)")
	tail -n 3 lines.out lines.err
}
program='tracepoint:syscalls:sys_enter_write /comm == "dd"/ { printf("%lu %s %d\n", nsecs, comm, args.count); }'
for _ in $(seq "$ROUNDS"); do
	print_events memtap -e "$program"
	echo "$rate $lines" >>ours
	print_events bpftrace -e "$program"
	echo "$rate $lines" >>theirs
done
column() { cut -d' ' -f"$2" "$1" | median; } # column FILE NUMBER
row '100000 events in a row: printed' events "$(column ours 2)" "$BPFTRACE" "$(column theirs 2)"
row '100000 events in a row: printed a second' events "$(column ours 1)" "$BPFTRACE" "$(column theirs 1)"
