# Ten functions that leak 7200 bytes each, among 50000 blocks that are freed; a program without a leak; a second moment.
#@ compile memdiff.mto memdiff
#@ compile later.mto memdiff --top=20
for kind in leak none; do
	echo "== $kind"
	start heaperr "$kind" $([ $kind = none ] && echo 10000)
	trace -p "$pid" memdiff.mto
	work
	finish
	wait "$tracer"
	sed -n 's/^\]: //p; s/^ *\(leak_[0-9]\)+.*/\1/p' trace.out | paste -sd ' \n' | sort
	losses
done
echo '== what was there at the first moment does not count'
start fibleak 40
trace -p "$pid" later.mto
work
kill -USR1 "$tracer"
finish
wait "$tracer"
shown

echo '== what a program held before exec is gone'
start heaperr exec 5000
trace -p "$pid" memdiff.mto
work
finish
wait "$tracer"
grep -c '^@difference' trace.out || :
losses

echo '== JSON'
trace_json memdiff.mto heaperr leak 10000
sed -nE 's/^map @difference\[.*(leak_[0-9])\+.* ([0-9]+)$/\1 \2/p' fields | sort
