# An allocator other than the C library's, by the settings that the script or the environment gives.
#@ timeout 150
#@ compile own.mto memleak-allocator.mt --obj /tests/bin/ownheap --symbols-prefix je_
start ownheap
trace -p "$pid" own.mto
work
end_trace
shown | sed 's/, oldest.*//'
losses
finish
