# A memory cgroup is swapped: all lines together have as much as the kernel has counted, but for rounding.
#@ timeout 200
#@ compile vmstat.mto vmstat
shown=trace.out
# The sum of a column, sizes in pages of 4 KiB
sum() {
	sed -E 's/([0-9]) ([KMG]i)?B/\1\2/g' "$shown" | awk -v column="$1" '
		function pages(size) { return size * (size ~ /G/ ? 262144 : size ~ /M/ ? 256 : size ~ /K/ ? 0.25 : 1 / 4096) }
		/^[0-9]/ { sum += column == 7 || column == 8 ? $column : pages($column) } END { printf "%d", sum }'
}
is_near() { [ $(($1 * 100)) -ge $(($2 * 98)) ] && [ $(($1 * 98)) -le $(($2 * 100)) ]; }
now() { if [ "$1" = pgsteal ]; then sed -n 's/^pgsteal //p' /sys/fs/cgroup/squeezed/memory.stat; else counted "$1"; fi; }
agree() { is_near "$(sum "$1")" $(($(now "$2") - $3)); }
compare() { # compare NAME COLUMN COUNTER BEFORE
	until_true 5 agree "$2" "$3" "$4" && echo "$1 as counted" ||
		{ cat $shown >&2; echo "$1 $(sum "$2"), counted $(($(now "$3") - $4))"; }
}

swap_on
start_in squeezed 16M hog 40 2
trace vmstat.mto
in=$(counted pswpin) out=$(counted pswpout) major=$(counted pgmajfault) faults=$(counted pgfault)
work
faults=$(($(counted pgfault) - faults))
compare in 5 pswpin "$in"
compare out 6 pswpout "$out"
compare major 8 pgmajfault "$major"
compare reclaimed 9 pgsteal 0
[ "$(sum 7)" -ge "$faults" ] && [ "$(sum 7)" -le $((faults * 2)) ] && echo faults # with those of the shell meanwhile
end_trace
# A program on faults that is preempted by another task's fault on its CPU: the kernel skips that one, which is said.
sure_losses
sed -n 1p trace.out

# FREE and CACHE of the last line are what is there now, more or less.
sed -E 's/([0-9]) ([KMG]i)?B/\1\2/g' trace.out | awk '/^[0-9]/ { free = $2; cache = $4 } END { print free, cache }' >line
awk '/^MemFree/ { free = $2 / 1048576 } /^Cached/ { cache = $2 / 1024 } END { getline <"line"
	$1 /= $1 ~ /Mi/ ? 1024 : 1
	print free - $1 < 0.3 && $1 - free < 0.3 ? "free" : "free " free " " $1
	print cache - $2 < 8 && $2 - cache < 8 && $2 ~ /Mi/ ? "cache" : "cache " cache " " $2 }' /proc/meminfo
finish

echo '== JSON'
start_in resqueezed 16M hog 40 2
trace -f json vmstat.mto
in=$(counted pswpin) out=$(counted pswpout)
work
wait_for_lines 2
end_trace
read_fields
shown=lines
texts >lines
compare in 5 pswpin "$in"
compare out 6 pswpout "$out"
finish
swap_off
