# Strings, tuples and maps, and how they are printed.
#@ smoke
#@ compile values.mto values.mt
memtap values.mto >trace.out
shown
