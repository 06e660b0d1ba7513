# A million allocations in two threads, which free each other's blocks: memleak's total is exact.
#@ timeout 1700
#@ compile memleak.mto -p 1 memleak 3600
start heapload 1000000
trace -p "$pid" memleak.mto
go
until grep -q '^done' "$log"; do sleep 2; done
most=$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$tracer/status")
end_trace
finish
awk '/^@heap\[/ { getline; name = $1 } /^\]: / && name ~ /^make\+/' trace.out # besides what libc has of each thread
losses
echo "$most KiB" >&2
[ "$most" -le 40960 ] || echo "$most KiB"
