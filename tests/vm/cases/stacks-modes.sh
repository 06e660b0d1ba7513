# Stacks of a depth, and how their frames are printed.
#@ compile modes.mto -e 'uprobe:/tests/bin/stacks:leaf { @two[ustack(2)] = count(); @perf[ustack(perf, 2)] = count(); @raw[ustack(raw, 1)] = count(); @one = ustack(1); }'
#@ compile kernel.mto -e 'kprobe:ksys_lseek { @two[kstack(2)] = count(); @perf[kstack(perf, 1)] = count(); @raw[kstack(raw, 2)] = count(); printf("%s|", kstack(bpftrace, 1)); }'
trace_work modes.mto stacks 3
shown | mask_offsets | sed 's/^\(\t\?\)[0-9a-f]\{9,\}/\1ADDRESS/; s/+[0-9]* (/+OFFSET (/' | uniq | head -n 40
losses
trace_work kernel.mto calls 1
shown | mask_offsets | sed 's/^\(\t\?\)f[0-9a-f]\{9,\}/\1ADDRESS/' | sed 's/ __[^ +]*lseek/ LSEEK/'
losses
for program in 'BEGIN { exit(); } kprobe:ksys_lseek { @[kstack(2)] = 1; @[kstack(3)] = 1; }'; do
	memtap -n -e "$program" 2>&1 || echo "exit status $?"
done
