# Frames of functions that the compiler has put into others, where source is asked for, also of a debug file of its own.
#@ prepare tests/vm/stripped inlined
#@ compile source.mto -e 'uprobe:libc:malloc /arg0 == 100 || arg0 == 200/ { @[arg0, ustack(source, 2)] = count(); }'
#@ compile plain.mto -e 'uprobe:libc:malloc /arg0 == 100/ { @[arg0, ustack(2)] = count(); }'
inlined --expect >expected
frames() { shown | sed -n '/^@/d; /^\]/d; s/^ *//; /^malloc/d; s/+[0-9]* (/ (/; p'; }
echo '== with source'
trace_work source.mto inlined
losses
frames >seen
diff -u expected seen && echo 'as the source has them'
echo '== a debug file of its own'
cp linked inlined
trace_work source.mto ./inlined
losses
frames >seen
diff -u expected seen && echo 'as the source has them'
echo '== else'
trace_work plain.mto ./inlined
shown | mask_offsets
