# Loops with large bodies.
#@ compile bodies.mto loops-bodies.mt
#@ timeout 60
trace bodies.mto
start calls 3
work
finish
end_trace
shown
losses
