# How deep functions and loops go in each other: the kernel's limits of frames and of the stack.
#@ compile deep.mto subprograms-deep.mt
trace deep.mto
start calls 1
work
finish
end_trace
shown | sort | uniq -c
losses
