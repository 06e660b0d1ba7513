# watchpoint: memory of a process, in threads that there are and that it starts, and of the kernel; what cannot be watched.
#@ smoke
#@ compile watch.mto -e 'watchpoint:0x7000000000:8:w { @writes[comm, probe] = count(); @threads[tid == pid] = count(); } w:0x7000000008:8:rw { @both = count(); }'
#@ compile five.mto -e 'watchpoint:0x7000000000:8:w, w:0x7000000008:8:w, w:0x7000000010:8:w, w:0x7000000018:8:w, w:0x7000000020:8:w { @ = count(); }'
#@ compile code.mto -e 'watchpoint:0x7000000000:4:x { @ = count(); }'
start watched 10
trace -p "$pid" watch.mto
work
end_trace
shown
losses
memtap watch.mto 2>trace.err || echo "exit status $?"
sed 's/^/one line: /' trace.err | head -n 1
memtap -p "$pid" five.mto 2>trace.err || echo "exit status $?"
cat trace.err
memtap -p "$pid" code.mto 2>trace.err || echo "exit status $?"
cat trace.err

# jiffies_64 changes all the time
address=$(awk '$3 == "jiffies" || $3 == "jiffies_64" { print $1; exit }' /proc/kallsyms)
cat >jiffies.mt <<END
watchpoint:0x$address:8:w { @ticks = count(); if (@n++ > 10) { exit(); } }
END
timeout 30 memtap jiffies.mt >trace.out 2>trace.err && grep -q '^@ticks: [1-9]' trace.out && echo 'jiffies changed'
losses
