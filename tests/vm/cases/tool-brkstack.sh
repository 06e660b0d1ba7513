# Growth by the stack that asked for it, whose caller is found through libc's brk(), which has no frame; other calls apart.
#@ compile brkstack.mto brkstack --calls
#@ compile soon.mto brkstack 1
start brkcalls mixed 100
trace -p "$pid" brkstack.mto
work
end_trace
shown | cut_below main | mask_offsets
losses
finish

echo '== inline, while it runs'
start brkcalls inline 30
trace -f json -p "$pid" soon.mto
work
wait_for_line '"count":30,"average":4096,"total":122880' trace.out
end_trace
read_fields
grep '^stats @all\[grew\]' fields | tail -n 1
sed -n 's/^map @bytes\[brkcalls,.* \([0-9]*\)$/\1 bytes/p' fields | tail -n 1
