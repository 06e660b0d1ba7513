# A memory cgroup is swapped: calls and pages written are as many as the kernel has counted.
#@ compile vmscan.mto vmscan
written() { sed -n 's/^[0-9:]\{8\} .* //p' "$1" | awk '{ sum += $1 } END { print sum + 0 }'; } # of all lines
all_written() { [ "$(written trace.out)" = "$out" ]; }
calls() { awk -v name="@$1:" '$1 == name { inside = 1; next } !/^\[/ { inside = 0 } inside { sub(/.*\)/, ""); sum += $1 } END { print sum + 0 }' trace.out; }

# What a huge page would take counts as hitting the limit, too, but nothing is reclaimed for it.
echo never >/sys/kernel/mm/transparent_hugepage/enabled
swap_on
start_in scanned 16M hog 40
trace vmscan.mto
out=$(counted pswpout) slabs=$(counted slabs_scanned)
work
out=$(($(counted pswpout) - out))
until_true 30 all_written || { cat trace.out >&2; fail "$(written trace.out) pages written, counted $out"; }
echo 2 >/proc/sys/vm/drop_caches
end_trace
losses
sed -n 1p trace.out
[ "$out" -gt 6000 ] && echo written as counted
# One for each time that the limit was hit, or several where the first has not made enough room.
[ "$(calls memcg_ns)" -ge "$(sed -n 's/^max //p' /sys/fs/cgroup/scanned/memory.events)" ] && echo calls for the cgroup
[ "$(counted slabs_scanned)" -gt "$slabs" ] && [ "$(calls slab_ns)" -gt 0 ] && echo slabs
awk '/^[0-9:]+ / && $NF > 0 && $(NF - 2) ~ /s$/ && $(NF - 3) > 0 { good = 1 } END { print good ? "time for the cgroup" : "no time" }' trace.out
finish

echo '== JSON'
start_in rescanned 16M hog 40
trace -f json vmscan.mto
out=$(counted pswpout)
work
out=$(($(counted pswpout) - out))
wait_for_lines 2
end_trace
read_fields
texts >lines
[ "$(written lines)" = "$out" ] && echo written as counted || echo "$(written lines) pages written, counted $out"
sed -n 's/^hist @memcg_ns .* count=//p' fields | awk -v least="$(sed -n 's/^max //p' /sys/fs/cgroup/rescanned/memory.events)" '
	{ sum += $1 } END { print(sum >= least && least > 0 ? "calls for the cgroup" : sum " calls, counted " least) }'
finish
swap_off
echo always >/sys/kernel/mm/transparent_hugepage/enabled
