// What is shown here is what docs/memtap.1 says of older kernels, below REQUIREMENTS.
tracepoint:syscalls:sys_enter_lseek { @tracepoint[comm] = count(); @offsets = sum(args.offset); }
kprobe:ksys_lseek { @kprobe = hist(arg1); @mean = avg(arg1); }
uprobe:/tests/bin/calls:word { @uprobe[str(arg0, 16)] = count(); }
uprobe:/tests/bin/calls:six { @linear = lhist(arg1, 0, 120, 40); }
fentry:ksys_lseek { @fentry[comm] = count(); }
fexit:ksys_lseek { @fexit[tid == pid] = count(); }
rawtracepoint:sys_enter / arg1 == 8 / { @rawtracepoint = count(); }
