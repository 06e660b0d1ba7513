# One clear line and exit status 3, and nothing is left attached.
#@ smoke
#@ compile brk.mto -e 'tracepoint:syscalls:sys_enter_brk { @ = count(); }'
#@ compile stacks.mto -e 'tracepoint:syscalls:sys_enter_brk { @[ustack] = count(); }'
#@ compile exit.mto -e 'BEGIN { printf("begun\n"); exit(); }'
#@ compile nofunction.mto -e 'uprobe:/tests/bin/calls:inner { @ = count(); } uprobe:/tests/bin/calls:innner { @ = count(); }'
#@ compile malloc.mto -e 'uprobe:libc:maloc { @ = count(); }'
#@ compile nofile.mto -e 'uprobe:/does/not/exist:f { @ = count(); }'
#@ compile nonote.mto -e 'usdt:/tests/bin/usdtprog:memtest:hitt { @ = count(); }'
#@ compile missing.mto -e 'kprobe:not_there ? { @ = count(); }'
status() { if "$@" >out 2>&1; then echo 'exit status 0'; else echo "exit status $?"; fi; cat out; }
status memtap -p 999999 brk.mto
status memtap nofunction.mto
status memtap malloc.mto | sed 's, /[^ ]*/libc.so.6, LIBC,'
status memtap nofile.mto
status memtap nonote.mto
status memtap missing.mto
status memtap -c /does/not/exist brk.mto
for program in '-c true brk.mto' stacks.mto '-q exit.mto'; do
	status unshare -p -f memtap $program
done
chmod 755 . && chmod 644 ./*.mto
status su nobody -s /bin/sh -c "memtap $PWD/brk.mto"
umount /sys/kernel/debug 2>/dev/null || :
umount /sys/kernel/tracing
status memtap brk.mto
mount -t tracefs t /sys/kernel/tracing
mount -t debugfs d /sys/kernel/debug 2>/dev/null || : # still there where something holds it
cat /sys/kernel/tracing/uprobe_events /sys/kernel/tracing/kprobe_events
nothing_left
