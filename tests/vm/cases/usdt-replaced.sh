# A program that is replaced by one without notes while memtap attaches: traced are the processes of the one that was read.
# (Newer kernels attach all kprobes at once: there is no telling when.)
#@ kernels 6.1
#@ timeout 200
#@ compile usdt-slow.mto -e 'usdt:/tmp/usdt-replaced/prog:memtest:hit { @hits = count(); } kprobe:vfs_* { @k = count(); } kprobe:do_* { @k = count(); }'
cp "$(command -v usdtprog)" prog
start ./prog 100
forget_last
memtap usdt-slow.mto >trace.out 2>trace.err </dev/null &
tracer=$!
until_true 60 eval '[ "$(ls /proc/$tracer/fd | wc -l)" -gt 40 ]' # it has read the program, and attaches kprobes before
cp /bin/busybox new
mv new prog
grep -q ^Attached trace.err && echo 'too late'
wait_for_line ^Attached trace.err
work
end_trace
shown | grep hits
nothing_left
