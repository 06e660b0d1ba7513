# CPUs that go and come while memtap traces: what is attached on each CPU is there again, and processes are followed on all.
#@ timeout 400
#@ compile profile.mto -e 'profile:hz:100 /cpu == 1/ { @second = count(); } software:context-switches:1 /cpu == 1/ { @switches = count(); } self:signal:SIGUSR1 { print(@second); clear(@second); print(@switches); clear(@switches); printf("shown\n"); }'
#@ compile names.mto -e 'uprobe:/tests/bin/calls:six /comm == "calls"/ { @[ustack(3)] = count(); } self:signal:SIGUSR1 { print(@); clear(@); printf("shown\n"); }'
cpu1() { echo "$1" >/sys/devices/system/cpu/cpu1/online; }
show() {
	before=$(grep -c '^shown' trace.out)
	kill -USR1 "$tracer"
	until [ "$(grep -c '^shown' trace.out)" -gt "$before" ]; do usleep 20000; done
}
shows() { # shows NAME: is it more than 0 since it was last asked?
	show
	sed -n "s/^@$1: //p" trace.out | tail -n 1 | grep -q '[1-9]'
}
both() { until_true 10 shows second && until_true 10 shows switches && echo "$1: both" || echo "$1: not both"; }

paranoid() { echo "$1" >/proc/sys/kernel/perf_event_paranoid; }
level=$(cat /proc/sys/kernel/perf_event_paranoid)

paranoid 2
cpu1 0
trace profile.mto
cpu1 1
both 'came'
cpu1 0
shows second || : # from before
shows second || echo 'gone: none'
cpu1 1
both 'came again'
end_trace
losses
nothing_left

echo '== processes on a CPU that was gone'
trace names.mto
cpu1 0
cpu1 1
# memtap hears of it after the kernel has started it: the first process may be too early.
is_named() {
	taskset 2 calls --now --exit 3 >calls.log
	show
	awk '/^shown/ { last = map; map = ""; next } NF { map = map $0 "\n" } END { printf "%s", last }' trace.out >last
	grep -q six last
}
until_true 10 is_named || echo 'not followed'
mask_offsets <last
end_trace
losses
nothing_left

echo '== what it takes is given up'
paranoid 3
trace names.mto
cpu1 0
cpu1 1
wait_for_line 'CPU 1' trace.err
end_trace
losses
paranoid "$level"

echo '== without the CPU'
cpu1 0
trace_work names.mto calls 3
shown | mask_offsets
losses
cpu1 1
