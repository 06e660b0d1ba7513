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
sed -n 's/.*"@pages":{\(.*\)}}}/\1/p' trace.out | tr -d '"' | sed 's/,\(moved\|failed\),/\n\1,/g' | sed 's/^moved,//' >moved
sed -n "s/^syscall_or_cpuset,$pid,movepages:/bytes /p" moved
seen=$(sed -n "s/^compaction,$$,sh://p" moved | awk '{ sum += $1 } END { print sum + 0 }') # of all reports
[ "$seen" = $((compacted * 4096)) ] && echo compaction as counted || cat moved >&2
finish
