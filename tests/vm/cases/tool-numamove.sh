# The kernel moves the pages that a program uses from the other node; it counts as many.
#@ compile numamove.mto numamove
[ -e /proc/sys/kernel/numa_balancing ] || skip 'this kernel does not balance'
echo 1 >/proc/sys/kernel/numa_balancing
# Sooner and more often than where time matters
cd /sys/kernel/debug/sched/numa_balancing
echo 10 >scan_delay_ms
echo 10 >scan_period_min_ms
cd - >/dev/null
start movepages --use 500
trace -f json numamove.mto
moved=$(counted numa_pages_migrated)
work
echo 0 >/proc/sys/kernel/numa_balancing
moved=$(($(counted numa_pages_migrated) - moved))
end_trace
losses
grep moved movepages.log
[ $moved -ge 500 ] || fail "the kernel moved $moved pages"
read_fields
awk -v moved="$moved" '/^map @moved\[/ { sum += $NF } END { print sum == moved * 4096 ? "as counted" : sum " bytes, counted " moved * 4096 }' fields
finish
