# A guard that madvise(2) has put into a mapping, as the C library does at the end of stacks from 2.42 on.
#@ kernels newest
#@ compile segv.mto segv
trace segv.mto
faulty --now --exit advised >/dev/null || :
end_trace
shown | head -n 3 | sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/0x[0-9a-f]{4,}/0xADDRESS/g; s/\+[0-9]+$//'
losses
