# A program that is replaced by another while memtap attaches: the new one has no breakpoint, least of all within an instruction.
# (Newer kernels attach all kprobes at once: there is no telling when.)
#@ kernels 6.1
#@ timeout 200
#@ compile slow.mto -e 'uprobe:/tmp/uprobes-replaced/prog:six { @six = count(); } kprobe:vfs_* { @k = count(); } kprobe:do_* { @k = count(); }'
#@ prepare tests/vm/replaced
chmod +x old new
cp old prog
./prog && ./new && echo 'both work'
forget_last
memtap slow.mto >trace.out 2>trace.err </dev/null &
tracer=$!
until_true 60 eval '[ "$(ls /proc/$tracer/fd | wc -l)" -gt 40 ]' # it has read the program, and attaches kprobes before
mv new prog
grep -q ^Attached trace.err && echo 'too late'
wait_for_line ^Attached trace.err
./prog && echo 'unharmed'
end_trace
nothing_left
