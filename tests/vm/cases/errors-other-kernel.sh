# What a plan needs and this kernel has not.
#@ kernels 6.1
#@ compile-for newest function.mto -e 'kprobe:swap_read_folio { @ = count(); }'
#@ compile-for newest field.mto -e 'tracepoint:sched:sched_process_exit { @[args.group_dead] = count(); }'
#@ compile-for newest kind.mto -e 'tracepoint:sched:sched_process_fork { @[str(args.parent_comm)] = count(); }'
for plan in function field kind; do
	if memtap $plan.mto >out 2>&1; then echo 'exit status 0'; else echo "exit status $?"; fi
	sed "s/; did you mean .*/; HINT/" out
done
