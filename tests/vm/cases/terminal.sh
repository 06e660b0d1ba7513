# --top on a terminal: a report in place of the last, as much as the window holds, and the terminal as it was after all ends.
#@ compile top.mto terminal.mt
#@ compile vmstat.mto vmstat
#@ compile silent.mto -e 'interval:ms:100 { @ticks++; }'
export TERM=linux

echo '== reports take the place of the last'
cat >script <<'END'
wait third
show
send 10
wait 1        of a signal
run hostname one
run hostname two
wait 2        of an event
send 12
wait a message
send 10
wait 2        of a signal
show
type ^C
end
END
interminal 10 40 script memtap --top top.mto

echo '== a window of another size'
cat >script <<'END'
wait third
size 3 20
wait [2
gone second
show
size 2 16
gone [
show
size 24 80
wait ....|
show
type ^C
end
END
interminal 10 40 script memtap --top top.mto

echo '== a tool'
cat >script <<'END'
wait :
show
type ^C
end
END
interminal 24 100 script memtap --top vmstat.mto | sed 's/[0-9:]\{8\} .*/TIME AND FIGURES/'

echo '== stopped, and in the background'
cat >script <<'END'
wait third
type ^Z
wait stopped
show
type x
type ^M
wait background
show
type x
type ^M
wait third
show
type ^C
end
END
interminal 10 40 script sh -mc 'memtap -q --top top.mto; echo stopped; read x; bg; echo background; read x; echo foreground; fg'

# end_in_background SIGNAL [BEFORE]: memtap, stopped without being asked, goes on in the background, and is sent a signal. BEFORE is what the
# shell does first; standard input is what else is done then.
end_in_background() {
	cat - >rest
	cat - rest >script <<END
wait third
run kill -STOP \$(pidof memtap memtap-run)
wait stopped
type x
type ^M
wait background
run kill -$1 \$(pidof memtap memtap-run)
wait ended
END
	interminal 10 40 script sh -mc "${2-} memtap -q --top top.mto; echo stopped; read x; bg; echo background; wait; echo ended; read x"
}
echo '== stopped without being asked, and ended in the background'
end_in_background TERM <<'END' | grep -E 'last|ended'
type x
type ^M
end
END

echo '== ended in the background of a terminal where only the foreground may write'
echo show | end_in_background ABRT 'stty tostop;'

echo '== a terminal that is gone'
echo 'wait third
hang up' >script
interminal 10 40 script sh -c 'trap "" HUP; exec memtap -q --top top.mto'
echo 'wait Attached
hang up' >script
interminal 10 40 script sh -c 'trap "" HUP; exec memtap silent.mto'
echo 'wait third
hang up
run wget -qO metrics http://127.0.0.1:9435/metrics' >script
interminal 10 40 script sh -c 'trap "" HUP; exec memtap --serve 9435 top.mto'
tail -n 1 metrics

echo '== ended by other signals'
for signal in 15 6; do
	echo "wait third
send $signal
end" >script
	interminal 10 40 script memtap -q --top top.mto
done

echo '== ended after a message'
echo 'wait third
send 12
wait a message
send 6
end' >script
interminal 10 40 script memtap -q --top top.mto

echo '== reports one below the other'
cat >script <<'END'
wait Attached
send 10
wait 1        of a signal
send 10
wait 2        of a signal
type ^C
end
END
TERM=dumb interminal 10 120 script memtap --top top.mto | grep -E 'memtap|signal'
trace --top top.mto
kill -USR1 "$tracer"
wait_for_line '1  .*signal' trace.out
kill -USR1 "$tracer"
wait_for_line '2  .*signal' trace.out
end_trace
shown | grep -v interval | grep -v ' of it'
losses
