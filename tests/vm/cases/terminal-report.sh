# --top: what is part of a report, and what takes its place.
#@ compile top.mto terminal-report.mt
export TERM=linux

cat >script <<'END'
wait Attached
send 10
wait 1 of a signal
send 10
wait 2 of a signal
show
send 12
wait [memtap]: 2
show
send 12
gone [memtap]
show
type ^C
end
END
interminal 10 40 script memtap --top top.mto
