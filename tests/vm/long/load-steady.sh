# Ten minutes of allocations, processes that come and go, and a report a second: after the first minute memtap takes no more memory
# than it remembers processes by, 400 bytes each that has ended, up to 16,384. So they come at a rate, whatever the machine does.
#@ timeout 1500
#@ compile memleak.mto memleak 1 --all --top=20
resident() { sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$tracer/status"; }
trace memleak.mto
begin=$(date +%s)
work_for() { # work_for SECONDS since the begin: at most a round a second, of four processes
	while [ $(($(date +%s) - begin)) -lt "$1" ]; do
		heapload --now --exit 2000 >/dev/null
		fibleak --now --exit 20 >/dev/null
		: >trace.out # it would take the machine's memory
		sleep 1
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
