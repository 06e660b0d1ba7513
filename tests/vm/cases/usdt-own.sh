# Notes of a test program: arguments, strings, and a semaphore that is up while tracing.
#@ smoke
#@ compile usdt.mto -e 'usdt:/tests/bin/usdtprog:memtest:hit { @hits[str(arg1)] = count(); @sum = sum(arg0); @of[probe] = count(); } usdt:/tests/bin/usdtprog:gated { @gated = count(); @last = arg0; } usdt:/tests/bin/usdtprog:memtest:* { @any = count(); }'
start usdtprog 100
trace -p "$pid" usdt.mto
work
end_trace
shown
losses
grep gated usdtprog.log
