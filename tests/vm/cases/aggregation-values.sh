# Aggregations in expressions.
#@ compile values.mto aggregation-values.mt
memtap values.mto >trace.out
shown
