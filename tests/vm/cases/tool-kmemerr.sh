# A kernel without an error reports none.
#@ compile kmemerr.mto kmemerr
trace kmemerr.mto
heaperr --now --exit none 1000 >log
faulty --now --exit null >log || :
end_trace
shown
losses

echo '== JSON'
trace -f json kmemerr.mto
heaperr --now --exit none 1000 >log
end_trace
read_fields
cat fields
