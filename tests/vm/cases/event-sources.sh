# The one-liners of docs/event-sources.md attach together, and those whose events any program makes see them.
#@ compile sources.mto event-sources.mt
trace sources.mto
mappings --now --exit >log 2>&1 || :
brkcalls --now --exit 10 >log 2>&1 || :
heapuse --now --exit large >log 2>&1 || :
end_trace
grep -oE '^@(heap|brk|mapped|faults|kernel)\[' trace.out | sort -u
grep -oE '^heapuse [0-9a-f]+$' trace.out | sed 's/ .*//'
