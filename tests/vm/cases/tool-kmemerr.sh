# A kernel without an error reports none. What makes one (lkdtm with KFENCE) is not in these kernels.
#@ compile kmemerr.mto kmemerr
trace kmemerr.mto
heaperr --now --exit none 1000
faulty --now --exit null || :
end_trace
shown
losses
