# A loop that does not end.
#@ compile limit.mto loops-limit.mt
memtap limit.mto >trace.out 2>trace.err
shown
losses
