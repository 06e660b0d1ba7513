# hold, release, move and older: what is outstanding at the end is known; objects go with the process that owns them.
#@ smoke
#@ compile hold.mto hold.mt
#@ compile owner.mto -e 'uprobe:/tests/bin/calls:six { @held[comm] = hold((pid, arg0), 100 + arg0); @other[comm] = hold(arg0, 1); }'
start calls 6
trace -p "$pid" hold.mto
work
end_trace
shown | sed 's/oldest [0-9.]* s/oldest S s/'
losses

echo '== the first of two processes ends'
start calls 3
first=$pid
trace owner.mto
work
finish "$first"
start calls 2
work
end_trace
shown
losses
