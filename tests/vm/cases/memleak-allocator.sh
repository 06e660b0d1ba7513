# An allocator other than the C library's, by the settings that the script or the environment gives.
#@ timeout 150
#@ compile own.mto memleak-allocator.mt --obj /tests/bin/ownheap --symbols-prefix je_
trace_work own.mto ownheap
shown | sed 's/, oldest.*//'
losses
