# fentry and fexit: arguments and results by the names and types that the kernel's BTF has; wildcards, pairs, choices.
#@ smoke
#@ compile fentry.mto fentry.mt
#@ compile none.mto -e 'fentry:no_such_function ? { @ = count(); } BEGIN { exit(); }'
start calls 6
trace -p "$pid" fentry.mto
work
end_trace
shown | awk '/^@stack/ { inside = 1 } !inside { print } inside && /do_syscall/ { sub(/^ */, ""); sub(/\+.*/, ""); print "stack:", $0 } /^\]/ { inside = 0 }'
losses
memtap none.mto
memtap -l 'fentry:*:vfs_read'
memtap -e 'fentry:vfs_raed { }' 2>&1 || echo "exit status $?"
memtap -e 'fentry:vfs_read { @ = args.cuont; }' 2>&1 || echo "exit status $?"
