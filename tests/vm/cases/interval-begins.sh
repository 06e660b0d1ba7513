# The first period of an interval begins with tracing, however long it takes to attach what comes after it.
#@ compile begins.mto -e 'interval:ms:20 { printf("%d\n", elapsed >= 20ms); exit(); } tracepoint:syscalls:sys_enter_m* { @calls = count(); }'
memtap begins.mto >trace.out 2>trace.err
shown | grep -v @calls
losses
