# len(ustack), len(kstack).
#@ compile length.mto stack-length.mt
trace length.mto
start brkcalls inline 3
work
finish
start calls 2
work
finish
end_trace
shown
losses
