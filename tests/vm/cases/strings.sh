# Sizes of strings that are known only when the probe fires; strings that are cut are counted; large tuples that are not there.
#@ compile strings.mto strings.mt
#@ compile exec.mto -e 'config = { max_strlen = 64 } tracepoint:sched:sched_process_exec /pid != 1/ { printf("[%s]\n", args.filename); }'
start calls 3
trace -p "$pid" strings.mto
work
end_trace
shown
losses
long=/tmp/a-name-of-a-folder-that-is-long/with-one-in-it-that-is-as-long/and
mkdir -p $long
cp /bin/busybox $long/true
trace exec.mto
$long/true
end_trace
shown
losses
