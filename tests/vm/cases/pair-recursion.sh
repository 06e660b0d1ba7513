# Recursion, calls left by longjmp, and frames where those had been: each return has its own entry's value.
# Of the 7 calls that each longjmp leaves, the outermost began where square(8) does: it could have continued as square, and is
# not taken for one that was left.
#@ smoke
#@ compile pair.mto -e 'uretprobe:/tests/bin/recurse:sum { @sum[entry(arg0)] = sum(retval); @calls = count(); } uretprobe:/tests/bin/recurse:square { @square[entry(arg0), retval] = count(); } uretprobe:/tests/bin/recurse:jump_out { @jumped[entry(arg0)] = count(); }'
trace_work pair.mto recurse 6
shown
losses
