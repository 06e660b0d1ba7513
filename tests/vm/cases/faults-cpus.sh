# CPUs that go and come while memtap traces: what is attached on each CPU is there again, and processes are followed on all.
#@ timeout 400
#@ compile profile.mto -e 'profile:hz:100 /cpu == 1/ { @second = count(); } software:context-switches:1 /cpu == 1/ { @switches = count(); } self:signal:SIGUSR1 { print(@second); clear(@second); print(@switches); clear(@switches); printf("shown\n"); }'
#@ compile names.mto -e 'uprobe:/tests/bin/calls:six /comm == "calls"/ { @[ustack(3)] = count(); }'
cpu1() { echo "$1" >/sys/devices/system/cpu/cpu1/online; }
shows() { # shows NAME: is it more than 0 since it was last asked?
	before=$(grep -c '^shown' trace.out)
	kill -USR1 "$tracer"
	until [ "$(grep -c '^shown' trace.out)" -gt "$before" ]; do usleep 20000; done
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
taskset 2 calls --now --exit 3 >calls.log
end_trace
shown | mask_offsets
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
