# Functions that are attached one by one, and many at once, in one program.
#@ smoke
#@ compile mixed.mto -e 'uprobe:/tests/bin/calls:six { @six = count(); } uprobe:/tests/bin/calls:many_a, uprobe:/tests/bin/calls:many_b { @many = count(); } uretprobe:/tests/bin/calls:inner { @inner = sum(retval); }'
trace mixed.mto
start calls 3
work
finish
end_trace
shown
losses
