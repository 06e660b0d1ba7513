# One access behind a block, one behind a mapping, what the C library finds, and programs without an error.
#@ compile oob.mto oob --size=40
#@ timeout 240
#@ compile within.mto oob /tests/bin/heapuse write_behind
mask() { sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/\+[0-9]+$//; s/0x[0-9a-f]+/0xADDRESS/g' | grep -v libc; }
trace oob.mto
for kind in behind within; do run_watched $kind; done
for kind in guard checked smashed replaced none unmapped; do heapuse --now --exit $kind >heapuse.log 2>&1 || :; done
end_trace
shown | mask
losses

echo '== JSON'
trace -f json oob.mto
heapuse --now --exit guard >heapuse.log 2>&1 || :
end_trace
read_fields
texts | mask

run_chosen behind within
