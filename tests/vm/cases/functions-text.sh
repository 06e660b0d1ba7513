# Functions that make, or look at, text.
#@ compile text.mto functions-text.mt
memtap text.mto >trace.out
shown
