# Builtins, compared with what the shell knows.
#@ compile builtins.mto builtins.mt
#@ compile times.mto -e 'BEGIN { printf("boot %lu\n", nsecs / 1000000000); @begin = nsecs; } interval:ms:100 { @n++; if (@n == 4) { printf("%d %d\n", elapsed >= 400ms, elapsed < 20s); exit(); } } END { printf("%d %d\n", nsecs - @begin >= 400ms, nsecs - @begin < 30s); time("%Y-%m-%d\n"); }'
start su nobody -s /bin/sh -c 'exec /tests/bin/calls 2'
expected="pid $pid uid 65534 gid 65534"
trace -p "$pid" builtins.mto
work
end_trace
sed -n 's/^same //p' trace.out | sort -u >seen
echo "$expected" | diff -u - seen
shown | sed '/^same /d'
losses

before=$(cut -d. -f1 /proc/uptime)
date=$(date +%Y-%m-%d)
memtap -q times.mto >trace.out 2>trace.err
after=$(cut -d. -f1 /proc/uptime)
boot=$(sed -n 's/^boot //p' trace.out)
[ "$before" -le "$boot" ] && [ "$boot" -le "$after" ] && echo 'nsecs is the time since boot'
grep -q "^$date$" trace.out && echo 'time is the wall clock'
sed -n '/^[01] [01]$/p' trace.out
