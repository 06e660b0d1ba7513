# Loops in probes of each kind.
#@ compile probes.mto loops-probes.mt
trace probes.mto
start brkcalls inline 3
work
finish
start calls 2
work
finish
end_trace
shown | sed '/^@n\[/d'
losses
