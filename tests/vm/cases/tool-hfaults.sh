# Huge pages that programs get and do not: of four in the pool a fifth is wanted, and in a memory cgroup that has no room for one
# transparent ones become small.
#@ compile hfaults.mto hfaults
#@ compile failed.mto hfaults --failed
echo 4 >/proc/sys/vm/nr_hugepages
[ "$(cat /proc/sys/vm/nr_hugepages)" = 4 ] || skip 'no four huge pages could be set aside'
echo madvise >/sys/kernel/mm/transparent_hugepage/enabled
echo +memory >/sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/small
echo 1M >/sys/fs/cgroup/small/memory.max

faults() { # faults ARG...: what memtap sees of the faults of four programs
	trace "$@"
	start huge hugetlb 4
	hugetlb=$pid
	work
	child=$(sed -n 's/^child //p' huge.log)
	grep '^killed' huge.log
	finish
	start huge transparent 3
	transparent=$pid
	work
	finish
	start huge transparent 2
	small=$pid
	echo "$small" >/sys/fs/cgroup/small/cgroup.procs
	work
	finish
	end_trace
}
named() { sed "s/\\[$hugetlb,/[PARENT,/; s/\\[$child,/[CHILD,/; s/\\[$transparent,/[LARGE,/; s/\\[$small,/[SMALL,/" | sort; }
for plan in hfaults failed; do
	echo "== $plan"
	faults $plan.mto
	shown | named
	sure_losses
done
echo '== JSON'
faults -f json hfaults.mto
read_fields
grep '^map' fields | named
rmdir /sys/fs/cgroup/small
echo 0 >/proc/sys/vm/nr_hugepages
