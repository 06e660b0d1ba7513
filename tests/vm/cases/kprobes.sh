# Functions of the kernel: arguments, returns, wildcards, several probes on one body, predicates.
#@ smoke
#@ compile kprobes.mto kprobes.mt
trace_work kprobes.mto calls 6
shown
losses
