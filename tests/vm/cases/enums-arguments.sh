# An argument of a kernel's function that is an enum prints by name: nanosleep() sleeps for a time, not until one.
memtap -c 'sleep 0.01' -e 'fentry:hrtimer_nanosleep { print(args.mode); printf("%d\n", args.mode); @[args.mode] = count(); }' \
	>trace.out 2>trace.err
shown
losses
