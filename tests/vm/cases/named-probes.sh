# Probes that the script names: fields, predicates of points, alternatives, what may be missing, only the outermost call.
#@ compile named.mto named-probes.mt
trace_work named.mto calls 6
shown
losses
