# -p: the last report comes when the process ends, with names although it is gone.
#@ smoke
#@ compile memleak.mto memleak
start fibleak 7
trace -p "$pid" memleak.mto
work
finish
wait "$tracer"
shown | cut_below child | mask_offsets
losses
