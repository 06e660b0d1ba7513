# A stack that overflows: the main thread's, which grows, and another's, which ends in a guard.
#@ compile stackoverflow.mto stackoverflow --frames=3
#@ compile few.mto stackoverflow
mask() { sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/0x[0-9a-f]{4,}/0xADDRESS/g; s/[0-9]+ bytes/N bytes/; s/\+[0-9]+$//'; }
trace stackoverflow.mto
for kind in recursion thread none null unmapped guard abort; do run_seen faulty --exit $kind; done
end_trace
shown | mask
losses

echo '== sixteen frames unless a number is said'
trace few.mto
faulty --now --exit recursion >/dev/null || :
end_trace
grep -c recursion trace.out

echo '== JSON'
trace -f json stackoverflow.mto
faulty --now --exit recursion >/dev/null || :
end_trace
read_fields
texts | mask
