# A function of the script takes stacks as its callers' probes are: only at a function's beginning is its caller on top of the stack.
#@ compile stacks.mto subprograms-stacks.mt
trace_work stacks.mto stacks 3
shown | cut_below main | mask_offsets
losses
