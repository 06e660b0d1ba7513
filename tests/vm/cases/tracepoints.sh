# Fields of tracepoints: numbers of each size, arrays of characters, strings at the record's end and in user memory; wildcards.
#@ smoke
#@ compile tracepoints.mto tracepoints.mt
#@ compile exec.mto -e 'tracepoint:sched:sched_process_exec /str(args.filename) == "/tests/bin/recurse"/ { @exec[str(args.filename), comm, args.pid == pid] = count(); }'
#@ compile sums.mto -e 'tracepoint:task:task_rename { printf("%s %s %d %d %d\n", args.oldcomm, args.newcomm, args.oom_score_adj + 16384, args.oom_score_adj + 16385, args.oom_score_adj + 16386); }'
start calls 6
trace -p "$pid" tracepoints.mto
work
end_trace
shown
losses
# Fields are marked in the code by numbers from 16384 on, which a program may use as well.
start calls 1
trace -p "$pid" sums.mto
work
end_trace
shown
trace exec.mto
recurse --now --exit 1 >recurse.log
recurse --now --exit 1 >recurse.log
end_trace
shown
losses
