# Ten minutes of allocations in two threads, and a report a second: after the first minute memtap takes no more memory. Few processes
# come and go meanwhile: it remembers the last 16,384, half a kilobyte each, whose stacks it can name when they have ended.
#@ timeout 1500
#@ compile memleak.mto memleak 1 --all --top=20
resident() { sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$tracer/status"; }
trace memleak.mto
begin=$(date +%s)
work_for() { # work_for SECONDS since the begin
	while [ $(($(date +%s) - begin)) -lt "$1" ]; do
		heapload --now --exit 200000 >/dev/null
		fibleak --now --exit 20 >/dev/null
		: >trace.out # it would take the machine's memory
	done
}
work_for 60
first=$(resident)
work_for 600
last=$(resident)
end_trace
losses | sort -u
echo "from $first to $last KiB" >&2
[ $((last - first)) -le 1024 ] && echo flat || echo "from $first to $last KiB"
