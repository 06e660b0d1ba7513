# Functions of the script in probes of each kind; exit() in one; loops that are never done.
#@ compile probes.mto subprograms-probes.mt
trace probes.mto
start calls 6
work
finish
wait "$tracer"
shown
losses
