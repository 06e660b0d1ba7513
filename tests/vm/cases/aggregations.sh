# Aggregations of known numbers.
#@ smoke
#@ compile aggregations.mto aggregations.mt
memtap aggregations.mto >trace.out
shown
