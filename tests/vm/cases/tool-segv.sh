# One memory error of each kind, and the program that makes none.
#@ compile segv.mto segv
#@ compile handled.mto segv --handled
mask() { sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/0x[0-9a-f]{4,}/0xADDRESS/g; s/\+[0-9]+$//; s/#[0-9]+$/#INODE/'; }
trace segv.mto
for kind in null unmapped readonly guard code wild truncated recursion thread abort killed none; do run_seen faulty --exit $kind; done
end_trace
shown | awk '/^[0-9]/ { depth = 0 } depth++ < 4 && !/ main\+|libc/' | mask
losses

echo '== a program with a handler'
trace segv.mto
faulty --now --handle null >/dev/null || echo "exit status $?"
end_trace
shown
trace handled.mto
faulty --now --handle null >/dev/null || echo "exit status $?"
end_trace
shown | head -n 2 | mask

echo '== the signal is ignored, or blocked'
trace segv.mto
for how in --ignore --block; do
	faulty --now $how null >/dev/null || echo "exit status $?"
done
end_trace
shown | sed -n '/^[0-9]/,+1p' | mask

echo '== a file system that is full'
mkdir room
mount -t tmpfs -o size=8k none room
trace segv.mto
(cd room && cat /dev/zero >filler 2>/dev/null; exec faulty --now full >/dev/null) || echo "exit status $?"
end_trace
umount room
shown | head -n 2 | mask

echo '== a process among others'
start faulty null
trace -p "$pid" segv.mto
faulty --now wild >/dev/null || :
kill -USR1 "$pid"
wait "$tracer"
shown | head -n 2 | mask

echo '== JSON'
start faulty readonly
trace -f json -p "$pid" segv.mto
kill -USR1 "$pid"
wait "$tracer"
read_fields
texts | head -n 3 | mask
