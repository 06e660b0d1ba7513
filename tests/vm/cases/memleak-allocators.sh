# Every allocator function, two threads, reallocs of all kinds and a known set of leaks: the report is that set.
#@ smoke
#@ timeout 60
#@ compile memleak.mto -e 'BEGIN { } mem:alloc { @heap[ustack] = hold((pid, args.ptr), args.size); } mem:free { release(@heap, (pid, args.ptr)); } mem:realloc { @heap[ustack] = move((pid, args.old), (pid, args.ptr), args.size); }'
allocall --expect >expected
start allocall 2000
trace -p "$pid" memleak.mto
work
end_trace
cat trace.err
# FUNCTION BYTES COUNT of each row, by the innermost frame.
awk '/^@heap\[/ { getline; sub(/\+.*/, "", $1); name = $1 }
	/^\]: / { print name, $2, $5 }' trace.out | sort >seen
diff -u expected seen && echo "the report equals the $(wc -l <expected) known leaks"
