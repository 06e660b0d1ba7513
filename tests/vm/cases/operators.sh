# Operators, casts, assignments, conditions.
#@ compile operators.mto operators.mt
memtap operators.mto >trace.out
shown
