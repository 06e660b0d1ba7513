# let @m = hash(N), lruhash(N), percpuhash(N), percpulruhash(N).
#@ compile declarations.mto map-declarations.mt
memtap declarations.mto >trace.out 2>trace.err
shown
losses
