# Of all blocks the one at an address, which is known only when the program has run once.
#@ compile within.mto uaf /tests/bin/heapuse copy_freed
#@ compiler
#@ timeout 240
mask() { sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/\+[0-9]+$//; s/0x[0-9a-f]+/0xADDRESS/g' | grep -v libc; }
run_at_address uaf copied
