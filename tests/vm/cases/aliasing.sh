# Tuples made of what they are assigned to, keys with padding, the order in which operands are evaluated.
#@ compile aliasing.mto aliasing.mt
memtap aliasing.mto >trace.out
shown
