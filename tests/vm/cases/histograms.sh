# hist with bits, lhist, stats.
#@ compile histograms.mto histograms.mt
memtap histograms.mto >trace.out
shown
