# Functions of a program: arguments, returns, strings, wildcards, several probes on one body, an offset, predicates.
#@ compile uprobes.mto uprobes.mt
trace_work uprobes.mto calls 6
shown
losses
