# -p: the last report comes when the process ends, with names although it is gone.
#@ smoke
#@ compile memleak.mto memleak
start fibleak 7
trace -p "$pid" memleak.mto
work
finish || true
wait "$tracer"
sed '/clone3\|start_thread/d' trace.out | mask_offsets
