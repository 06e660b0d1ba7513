# The figures are those that the kernel logs; of a group each process is seen; a kill that the whole machine is asked for.
#@ smoke
#@ compile oomkill.mto oomkill
hog() { # hog GROUP MIB
	log=hog$2.log
	sh -c "echo \$\$ >$1/cgroup.procs; exec hog $2" >"$log" 2>&1 </dev/null &
	pid=$!
	wait_for_line '^ready' "$log"
}
lines() { [ "$(wc -l <trace.out)" -ge "$1" ]; }
# What the kernel logs: pid comm anon file shmem adj. It kills the one that it chose of a group twice, and says so.
logged() {
	dmesg | sed -nE 's/.*Killed process ([0-9]+) \(([^)]*)\).* anon-rss:([0-9]+)kB, file-rss:([0-9]+)kB, shmem-rss:([0-9]+)kB,.* oom_score_adj:(.*)/\1 \2 \3 \4 \5 \6/p' |
		sort -nu -k1,1
}
# The same as the tool has it, in KiB; and its lines with sizes of one word.
seen() {
	sized | awk 'function kib(size) { return size * (size ~ /MiB/ ? 1024 : size ~ /KiB/ ? 1 : 1 / 1024) }
		NR > 1 { print $2, $3, kib($4), kib($5), kib($6), $7 }' | sort -n
}
sized() { sed -E 's/([0-9]) (Ki|Mi|Gi|)B/\1\2B/g' "${1:-trace.out}"; }

dmesg -c >before # other cases kill, too
trace oomkill.mto
group=/sys/fs/cgroup/full
mkdir $group
echo 16M >$group/memory.max
echo 0 >$group/memory.swap.max
echo 1 >$group/memory.oom.group
hog $group 2
work
small=$pid
hog $group 3
work
other=$pid
hog $group 100
go
until_true 60 lines 4 || fail "$(cat trace.out)"
echo '== a group'
sized | awk -v small="$small" -v other="$other" -v large="$pid" 'NR > 1 {
	name = $2 == small ? "small" : $2 == other ? "other" : $2 == large ? "large" : $2
	print name, $3, int($4 + 0.5) " MiB", "adj " $7, $8 == large ? "large" : $8, $9, $10, $11
}' | sed '/^large/s/ [0-9]* MiB/ the rest/' | sort
grep -E '^oom(_group_kill)? ' $group/memory.events

echo '== the machine'
hog /sys/fs/cgroup 4
work
echo 1000 >"/proc/$pid/oom_score_adj"
echo f >/proc/sysrq-trigger
until_true 60 lines 5 || fail "$(cat trace.out)"
sized | awk -v total="$(awk '/^MemTotal/ { printf "%.1fGiB", $2 / 1048576 }' /proc/meminfo)" -v pid="$pid" 'NR == 5 {
	print $2 == pid ? "hog" : $2, $3, int($4 + 0.5) " MiB", "adj " $7, $10 == total ? "all memory" : $10, $11
}'

echo '== as the kernel has it'
# The tracepoint has counters as they are; for its log a newer kernel adds up what CPUs keep back: 64 pages each, at most,
# and the tool rounds to a tenth.
logged >kernel
seen | paste -d' ' kernel - | awk '
	function near(a, b) { return a - b <= 576 && b - a <= 576 }
	$1 == $7 && $2 == $8 && near($3, $9) && near($4, $10) && near($5, $11) && $6 == $12 { good++; next }
	{ print "kernel and tool:", $0 }
	END { print good }'
end_trace
losses

echo '== JSON'
trace -f json oomkill.mto
group=/sys/fs/cgroup/killed
mkdir $group
echo 16M >$group/memory.max
echo 0 >$group/memory.swap.max
hog $group 99
go
until_true 60 grep -q '"type":"cat"' trace.out || fail "$(cat trace.out)"
end_trace
read_fields
texts >lines
sized lines | awk -v pid="$pid" '$2 == pid { print $3, $4 ~ /^1[0-9]\..MiB/ ? "its anon" : $4, "adj " $7, $8 == pid ? "itself" : $8, $9, $10, $11 }'
