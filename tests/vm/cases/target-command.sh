# -c: the child begins only when the probes are in place, and memtap ends when it ends.
#@ smoke
#@ compile first.mto -e 'uprobe:/tests/bin/recurse:main { @main = count(); } uprobe:/tests/bin/recurse:sum { @sum = count(); }'
memtap -c '/tests/bin/recurse --now --exit 3' first.mto >trace.out 2>trace.err
shown | sed 's/^ready .*/ready PID/'
losses
