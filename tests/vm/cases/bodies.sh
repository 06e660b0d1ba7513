# One clause on many points.
#@ compile bodies.mto bodies.mt
trace bodies.mto
start calls 6
work
finish
wait "$tracer"
shown
losses
