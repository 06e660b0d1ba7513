# Aggregations of known numbers.
#@ compile aggregations.mto aggregations.mt
memtap aggregations.mto >trace.out
shown
