# Functions of a program: arguments, returns, strings, wildcards, several probes on one body, an offset, predicates.
#@ compile uprobes.mto uprobes.mt
start calls 6
trace -p "$pid" uprobes.mto
work
end_trace
shown
losses
