# Aggregations in a script with many of them.
#@ compile many.mto aggregations-many.mt
memtap many.mto >trace.out
shown
