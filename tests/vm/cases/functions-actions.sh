# Functions that do something: in user space, and with --unsafe to who is traced.
#@ compile actions.mto functions-actions.mt
#@ compile join.mto -e 'tracepoint:syscalls:sys_enter_execve { join(args.argv); join(args.argv, ","); }'
#@ compile system.mto --unsafe -e 'BEGIN { print("before"); system("echo ran %d %s", 3, "times"); system("exit 3"); print("after"); exit(); }'
#@ compile signals.mto --unsafe -e 'self:signal:SIGUSR1 { } BEGIN { system("kill -USR1 $$; echo survived"); exit(); }'
#@ compile limit.mto --unsafe -e 'BEGIN { system("ulimit -Sn"); exit(); }'
#@ compile kill.mto --unsafe -e 'uprobe:/tests/bin/calls:many_a { signal("KILL"); }'
#@ compile override.mto --unsafe -e 'kprobe:ksys_lseek { override(-12); }'
#@ compile cat.mto -e 'BEGIN { cat("fifo"); cat("/dev/zero"); cat("/dev"); cat("file.txt"); exit(); }'
#@ compile large.mto -e 'BEGIN { cat("large"); exit(); }'
printf 'a line\nanother\n' >file.txt
memtap actions.mto >trace.out 2>trace.err
shown
sed '/^Attached/d' trace.err
grep -c . trace.out
mkfifo fifo
timeout -s KILL 20 memtap -q cat.mto 2>&1 | head -c 4000
truncate -s 1G large
memtap -q large.mto 2>trace.err | wc -c
cat trace.err

memtap join.mto -c '/bin/busybox true "two words" last' 2>trace.err | sed '/^$/d'

memtap system.mto 2>trace.err && echo 'without --unsafe it must not run'
cat trace.err
memtap --unsafe system.mto 2>trace.err
memtap --unsafe signals.mto 2>trace.err
sed '/^Attached/d' trace.err
(ulimit -Sn 123 && memtap --unsafe limit.mto 2>trace.err)
for program in 'BEGIN { system("ls"); }' 'kprobe:ksys_lseek { signal(9); }' 'kprobe:ksys_lseek { override(0); }'; do
	memtap -n -e "$program" 2>&1 || echo "exit status $?"
done

start calls 1
trace --unsafe -p "$pid" kill.mto
go "$pid"
wait "$pid" || echo "killed: $?"
wait "$tracer" || :

memtap --unsafe override.mto 2>&1 -c true | sed 's/^Attached.*/attached/' || echo "exit status $?"
