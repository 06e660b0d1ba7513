# Recursion, calls left by longjmp, and frames where those had been: each return has its own entry's value.
#@ smoke
#@ compile pair.mto -e 'uretprobe:/tests/bin/recurse:sum { @sum[entry(arg0)] = sum(retval); @calls = count(); } uretprobe:/tests/bin/recurse:square { @square[entry(arg0), retval] = count(); } uretprobe:/tests/bin/recurse:jump_out { @jumped[entry(arg0)] = count(); }'
start recurse 6
trace -p "$pid" pair.mto
work
end_trace
shown
losses
