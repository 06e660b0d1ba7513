# Out of memory, and out of files: one line names the limit, nothing is left behind, and the target is unharmed.
#@ timeout 600
#@ compile member.mto -e 'uprobe:/tests/bin/calls:six { @[curtask->mm->total_vm > 0] = count(); }'
#@ compile once.mto -e 'kprobe:vfs_read { @[curtask->mm->total_vm] = count(); } interval:ms:10 { exit(); }'
#@ compile large.mto -e 'let @last = lruhash(1000000); kprobe:vfs_read { @last[str(arg1, 64)] = nsecs; }'

# under LIMIT COMMAND...: of $run, which works or ends with one line that says `wanted`. Sets $works.
run='memtap once.mto'
under() {
	status=0
	limit=$1
	shift
	"$@" $run >run.out 2>run.err </dev/null || status=$?
	works=
	sed -i '/^Attached 2 probes$/d' run.err
	if [ $status = 0 ] && [ ! -s run.err ]; then
		works=1
	elif [ $status = 0 ] || [ $status -gt 3 ] || [ "$(wc -l <run.err)" != 1 ] || ! grep -q "$wanted" run.err; then
		cat run.err
		echo "exit status $status with a limit of $limit"
	fi
	nothing_left
}
with_space() (ulimit -v "$1" && shift && exec "$@")
with_files() (ulimit -n "$1" && shift && exec "$@")
# sweep WANTED LIMITER LIMIT...: from too little to enough
sweep() {
	wanted=$1 limiter=$2
	shift 2
	under "$1" "$limiter" "$1"
	[ ! "$works" ] || echo "works with $1"
	shift
	for limit in "$@"; do under "$limit" "$limiter" "$limit"; done
	[ ! "$works" ] || echo 'works with enough'
}

echo '== a limit of address space'
sweep '[Mm]emory' with_space 42000 45000 45500 46000 50000 54000 58000 62000 66000 70000 74000 78000 82000 90000 200000

echo '== a limit of address space for the compiler'
run='memtap -n memleak -p 1'
start=30000
until with_space $start memtap --version >/dev/null 2>&1; do start=$((start + 250)); done
sweep '[Mm]emory' with_space $(seq $start 250 $((start + 6000))) 200000
run='memtap once.mto'

echo '== a limit of open files'
sweep 'open files' with_files 5 6 7 8 9 10 12 14 16 18 20 24 28 32 100
(ulimit -n 14 && exec memtap once.mto) 2>&1 || echo "exit status $?"

echo '== a control group that is too small for a map'
mkdir /sys/fs/cgroup/small
echo 48M >/sys/fs/cgroup/small/memory.max
in_group() { sh -c 'echo $$ >/sys/fs/cgroup/small/cgroup.procs; exec "$@"' sh "$@"; }
in_group memtap large.mto 2>&1 </dev/null || echo "exit status $?"
nothing_left

echo '== killed for its control group'
start calls 6
forget_last
in_group memtap -p "$pid" member.mto >trace.out 2>trace.err </dev/null &
tracer=$!
wait_for_line '^Attached' trace.err
echo 1M >/sys/fs/cgroup/small/memory.max
wait $tracer || echo "exit status $?"
nothing_left "$pid"
work
finish && echo unharmed
rmdir /sys/fs/cgroup/small
