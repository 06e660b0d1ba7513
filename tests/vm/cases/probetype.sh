# What probetype is in probes of several kinds.
#@ compile probetype.mto probetype.mt
trace probetype.mto
start calls 3
work
finish
end_trace
shown
losses
