# self:signal: what memtap does when it is sent a signal; its child is not concerned.
#@ smoke
#@ compile signals.mto -e 'self:signal:SIGUSR1 { printf("%s\n", probe); @usr1 = count(); print(@usr1); } self:signal:SIGUSR2 { exit(); } interval:s:20 { printf("too late\n"); exit(); }'
trace signals.mto
kill -USR1 "$tracer"
wait_for_line '@usr1: 1' trace.out
kill -USR1 "$tracer"
wait_for_line '@usr1: 2' trace.out
kill -USR2 "$tracer"
wait "$tracer"
shown
losses
