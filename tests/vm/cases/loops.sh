# while, for, unroll, break, continue, return, let.
#@ smoke
#@ compile loops.mto loops.mt
memtap loops.mto >trace.out
shown
