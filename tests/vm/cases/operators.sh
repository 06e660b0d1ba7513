# Operators, casts, assignments, conditions.
#@ smoke
#@ compile operators.mto operators.mt
memtap operators.mto >trace.out
shown
