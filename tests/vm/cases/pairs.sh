# entry() and elapsed_ns() of functions and of system calls; what began before tracing is left out and counted.
#@ smoke
#@ compile pairs.mto pairs.mt
trace_work pairs.mto calls 6
shown
losses
