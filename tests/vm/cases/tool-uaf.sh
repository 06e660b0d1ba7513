# One use after free by a watchpoint, one in a function of the C library, two by a fault, and programs without one.
#@ compile uaf.mto uaf --size=104
mask() { sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/\+[0-9]+$//; s/0x[0-9a-f]+/0xADDRESS/g' | grep -v libc; }
trace uaf.mto
for kind in freed copied reused; do
	before=$(grep -c ' watching ' trace.out || :)
	start heapuse $kind
	go
	until_true 60 eval '[ $(grep -c " watching " trace.out) -gt $before ]' || fail 'no watchpoint was armed'
	until_true 60 eval '[ $(grep -c ^ready heapuse.log) -eq 2 ]' || fail 'not waiting'
	go
	wait_for_line '^done' heapuse.log
	finish
done
for kind in large unmapped none behind; do heapuse --now --exit $kind >heapuse.log 2>&1 || :; done
end_trace
shown | mask
losses

echo '== JSON'
trace -f json uaf.mto
heapuse --now --exit large >heapuse.log 2>&1 || :
end_trace
read_fields
texts | mask
