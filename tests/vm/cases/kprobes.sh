# Functions of the kernel: arguments, returns, wildcards, several probes on one body, predicates.
#@ smoke
#@ compile kprobes.mto kprobes.mt
start calls 6
trace -p "$pid" kprobes.mto
work
end_trace
shown
losses
