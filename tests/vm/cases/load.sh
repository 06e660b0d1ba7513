# Many allocations in two threads, which free each other's blocks; and processes and reports without end. What memtap prints is
# exact, and it takes no more memory for it.
#@ timeout 600
#@ compile memleak.mto -p 1 memleak 3600
#@ compile reports.mto -e 'mem:alloc { @heap[ustack, comm] = hold((pid, args.ptr), args.size); } mem:free { release(@heap, (pid, args.ptr)); } interval:ms:100 { print(@heap, 5); @reports++; }'
resident() { sed -n "s/^Vm$1:[[:space:]]*\([0-9]*\) kB/\1/p" "/proc/$tracer/status"; } # resident RSS|HWM: of memtap, in KiB
at_most() { [ "$2" -le "$3" ] && echo "$1" || echo "$1: $2 KiB, more than $3"; }

echo '== 50000 allocations in two threads'
start heapload 50000
trace -p "$pid" memleak.mto
go
wait_for_line '^done' "$log" 200
most=$(resident HWM)
end_trace
finish
awk '/^@heap\[/ { getline; name = $1 } /^\]: / && name ~ /^make\+/' trace.out # besides what libc has of each thread
losses
echo "$most KiB" >&2
at_most 'bounded memory' "$most" 40960

echo '== 90 processes, and their stacks'
trace reports.mto
run() { # run COUNT: so many processes, one after the other
	left=$1
	while [ "$left" -gt 0 ]; do
		fibleak --now --exit 5 >/dev/null
		left=$((left - 1))
	done
}
run 30
before=$(resident RSS)
run 60
after=$(resident RSS)
end_trace
echo "from $before to $after KiB, $(grep '^@reports' trace.out)" >&2
at_most 'at most 2 MiB more' $((after - before)) 2048
losses
