# Strings of 1024 bytes, as they are when no size is said: keys, values, comparisons, in pairs of kinds of probes.
#@ compile long.mto -e 'uprobe:/tests/bin/calls:word { $w = str(arg0); @word[$w, str(arg0)] = count(); @same[$w == str(arg0), $w == "beta", strlen($w)] = count(); @last = $w; @contains[strcontains($w, "et"), strncmp($w, str(arg0), 1000)] = count(); } tracepoint:syscalls:sys_enter_openat { @file[str(args.filename)] = count(); }'
trace_work long.mto calls 2
shown
losses
