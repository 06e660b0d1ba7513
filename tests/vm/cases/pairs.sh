# entry() and elapsed_ns() of functions and of system calls; what began before tracing is left out and counted.
#@ smoke
#@ compile pairs.mto pairs.mt
start calls 6
trace -p "$pid" pairs.mto
work
end_trace
shown
losses
