# -p: the last report comes when the process ends, with names although it is gone.
#@ smoke
#@ compile memleak.mto -p 1 memleak 3600
start fibleak 7
trace -p "$pid" memleak.mto
work
finish
wait "$tracer"
shown | cut_below child | sed "s,^[0-9:]*\( in the end\),TIME\1,; s, (fibleak.*,," | mask_offsets
losses
