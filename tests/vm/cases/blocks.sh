# Blocks with a value, as expressions and as arguments of macros.
#@ compile blocks.mto blocks.mt
memtap blocks.mto >trace.out 2>trace.err
shown
losses
