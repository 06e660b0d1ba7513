# Members of kernel structures: pointers, nested, arrays, bit fields, unions without a name; compared with what /proc says.
#@ smoke
#@ compile structs.mto structs.mt
start calls 1
# total_vm and the number of the parent, which is this shell
expected="total_vm $(cut -d' ' -f1 "/proc/$pid/statm") tgid $pid parent $$"
trace -p "$pid" structs.mto
work
end_trace
sed -n 's/^same //p' trace.out >seen
echo "$expected" | diff -u - seen
shown | sed '/^same /d'
losses
