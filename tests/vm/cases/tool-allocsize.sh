# Ten functions allocate 100 blocks of 72 bytes each and hold them; 5000 others of 16 to 79 bytes are freed.
#@ compile allocsize.mto allocsize
start heaperr leak 5000
trace -p "$pid" allocsize.mto
work
finish
wait "$tracer"
for map in allocated still_held; do
	echo "== $map"
	sed -n "/^@$map/,/^\$/p" trace.out | grep -E '^ *(make|leak_[0-9]|work)\+|^\[' |
		awk '/^\[/ { print name, $0; next } / leak_/ { name = $1 } / work/ && name !~ /^leak/ { name = $1 } /^ *make/ { name = "" }' |
		sed -E 's/\+[0-9]+//; s/ +\|.*//' | sort
done
losses

echo '== what a program held before exec is gone'
start heaperr exec 5000
trace -p "$pid" allocsize.mto
work
finish
wait "$tracer"
grep -c '^@still_held' trace.out || :
losses

echo '== JSON'
trace_json allocsize.mto heaperr leak 5000
sed -nE 's/^hist (@still_held)\[heaperr,.*(leak_[0-9])\+.*\] (min.*)/\1 \2 \3/p' fields | sort
