# Lines, pages and waits are as many as the kernel has counted: for the machine, then for a memory cgroup.
#@ timeout 300
#@ compile machine.mto drsnoop
#@ compile memcg.mto drsnoop --memcg --stack
counted() {
	awk '/^allocstall/ { stalls += $2 } /^pgsteal_direct / { pages = $2 } /^pgscan_direct_throttle / { waits = $2 }
		END { print stalls, pages, waits }' /proc/vmstat
}
lines() { sed -E 's/([0-9]) ([KMG]?i?B|[num]?s|min)( |$)/\1\2\3/g' "${1:-trace.out}" | grep '^[0-9].* unified:'; } # sizes are one word

echo '== the machine'
# Little is free, and the page cache has more: huge pages take the rest.
echo $((($(awk '/^MemFree/ { print $2 }' /proc/meminfo) - 300000) / 2048)) >/proc/sys/vm/nr_hugepages
truncate -s 100M /root/one /root/other
taskset 1 cat /root/one >/dev/null
taskset 2 cat /root/other >/dev/null
free=$(awk '/^MemFree/ { print $2 }' /proc/meminfo)
# Half of what was read has to go, at most: more than there is would never be free.
start press $((free + 110000)) 6000 # more than the DMA zone has, which has little to keep free
trace machine.mto
counted >before
work
counted >after
end_trace
finish
losses
lines | awk '$8 == "unified:/" { lines++; pages += $6; if ($5 != "0ns") waits++ } END { print lines, pages, waits + 0 }' >seen
# The tool's pages are those of slabs as well, of which few are freed. The kernel counts a wait before it begins, and kswapd may
# be done by then.
paste -d' ' before after seen | awk '{
	stalls = $4 - $1; pages = $5 - $2; waits = $6 - $3
	if ($7 == stalls && $8 >= pages && $8 <= pages * 1.1 && $9 <= waits && stalls) print "as counted"
	else print "counted", stalls, pages, waits, "seen", $7, $8, $9
}'
lines | grep -c ' press ' | sed 's/^[1-9].*/press among them/'

echo '== memory.max'
echo 0 >/proc/sys/vm/nr_hugepages
crowd() { # crowd GROUP: read a file in a new memory cgroup that has no room for it
	group=/sys/fs/cgroup/$1
	mkdir "$group"
	echo 16M >"$group/memory.max"
	sh -c "echo \$\$ >$group/cgroup.procs; exec cat /root/one" >/dev/null
}
check() { # check FILE: its lines are as many as the kernel has counted
	lines "$1" | awk -v group="unified:/${group##*/}" '
		$8 == group { lines++; pages += $6; if ($3 != "cat" || $5 != "0ns") print } END { print lines, pages }' >seen
	{ awk '/^max/ { printf "%d ", $2 }' "$group/memory.events"; awk '/^pgsteal / { print $2 }' "$group/memory.stat"; } |
		diff - seen && echo as counted
}
trace memcg.mto
crowd crowded
end_trace
losses
check trace.out
# What was being done: reading ahead, each time.
lines | wc -l >calls
grep -c '^ *filemap_add_folio+' trace.out | diff calls - && echo with stacks

echo '== JSON'
echo 1 >/proc/sys/vm/drop_caches
trace -f json memcg.mto
crowd again
end_trace
read_fields
texts >lines
check lines
