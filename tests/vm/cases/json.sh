# -f json: an object a line, in bpftrace's shapes, and what only memtap has.
#@ smoke
#@ compile json.mto json.mt
memtap -f json json.mto 2>trace.err
losses
memtap -q -f json json.mto | head -n 1
