# A program moves 1000 pages of its own to the other node; then all zones are compacted.
#@ compile pagemove.mto pagemove
start movepages 1000
trace -f json pagemove.mto
work
compacted=$(counted pgmigrate_success)
echo 1 >/proc/sys/vm/compact_memory
compacted=$(($(counted pgmigrate_success) - compacted))
end_trace
losses
grep moved movepages.log
read_fields
sed -n "s/^map @pages\[moved,syscall_or_cpuset,$pid,movepages\]/bytes/p" fields
seen=$(sed -n "s/^map @pages\[moved,compaction,$$,sh\] //p" fields | awk '{ sum += $1 } END { print sum + 0 }') # of all reports
[ "$seen" = $((compacted * 4096)) ] && echo compaction as counted || cat fields >&2
finish
