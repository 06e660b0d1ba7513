# One use after free by a watchpoint, one in a function of the C library, two by a fault, and programs without one.
#@ compile uaf.mto uaf --size=104
#@ timeout 240
#@ compile within.mto uaf /tests/bin/heapuse copy_freed
mask() { sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/\+[0-9]+$//; s/0x[0-9a-f]+/0xADDRESS/g' | grep -v libc; }
trace uaf.mto
for kind in freed copied reused; do run_watched $kind; done
for kind in large unmapped replaced none behind; do heapuse --now --exit $kind >heapuse.log 2>&1 || :; done
end_trace
shown | mask
losses

echo '== JSON'
trace -f json uaf.mto
heapuse --now --exit large >heapuse.log 2>&1 || :
end_trace
read_fields
texts | mask

run_chosen copied freed
