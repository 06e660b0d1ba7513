# Probes that the script names: fields, predicates of points, alternatives, what may be missing, only the outermost call.
#@ compile named.mto named-probes.mt
start calls 6
trace -p "$pid" named.mto
work
end_trace
shown
losses
