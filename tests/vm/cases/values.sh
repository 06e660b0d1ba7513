# Strings, tuples and maps, and how they are printed.
#@ compile values.mto values.mt
memtap values.mto >trace.out
shown
