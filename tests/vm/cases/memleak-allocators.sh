# Every allocator function, two threads, reallocs of all kinds and a known set of leaks: the report is that set.
#@ smoke
#@ timeout 300
#@ compile memleak.mto memleak-allocators.mt
allocall --expect >expected
start allocall 2000
trace -p "$pid" memleak.mto
go "$pid"
wait_for_line '^done' "$log" 240
end_trace
# libc uses the frame pointer's register for other things: some of its own stacks seem endless.
losses | grep -v '^memtap: [0-9]* stacks* deeper than 127 frames, cut$' || :
# FUNCTION BYTES COUNT of each row, by the innermost frame.
awk '/^@heap\[/ { getline; sub(/\+.*/, "", $1); name = $1 }
	/^\]: / { print name, $2, $5 }' trace.out | sort >seen
diff -u expected seen && echo "the report equals the $(wc -l <expected) known leaks"
