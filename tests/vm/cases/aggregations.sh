# Aggregations of known numbers.
#@ compile aggregations.mto aggregations.mt
#@ compile cpus.mto -e 'tracepoint:sched:sched_process_exec { if (comm == "calls") { @on[cpu] = count(); @count = count(); @max = max(5); @all = stats(7); } if (comm == "recurse") { printf("%d %d\n", @count, @max); delete(@count); delete(@max); delete(@all); printf("%d %d\n", @count, @max); } }'
memtap aggregations.mto >trace.out
shown

echo '== deleted on all CPUs'
trace cpus.mto
for cpu in 0 1; do taskset -c $cpu calls --address >address.log; done
taskset -c 0 recurse --now --exit 1 >recurse.log
end_trace
shown
losses
