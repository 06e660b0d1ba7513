# Functions by their names in C++: all of a name, one by its parameters, wildcards, returns; a name that is not there.
#@ compile cpp.mto uprobes-cpp.mt
#@ compile none.mto -e 'uprobe:/tests/bin/cppnames:cpp:"math::mul" { @ = count(); }'
start cppnames 5
trace -p "$pid" cpp.mto
work
end_trace
shown
losses
memtap none.mto 2>&1 || echo "exit status $?"
