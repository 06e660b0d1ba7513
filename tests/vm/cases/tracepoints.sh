# Fields of tracepoints: numbers of each size, arrays of characters, strings at the record's end and in user memory; wildcards.
#@ smoke
#@ compile tracepoints.mto tracepoints.mt
#@ compile exec.mto -e 'tracepoint:sched:sched_process_exec /str(args.filename) == "/tests/bin/recurse"/ { @exec[str(args.filename), comm, args.pid == pid] = count(); }'
start calls 6
trace -p "$pid" tracepoints.mto
work
end_trace
shown
losses
trace exec.mto
recurse --now --exit 1 >recurse.log
recurse --now --exit 1 >recurse.log
end_trace
shown
losses
