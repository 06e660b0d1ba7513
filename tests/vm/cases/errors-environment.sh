# One clear line and exit status 3, and nothing is left attached.
#@ smoke
#@ compile brk.mto -e 'tracepoint:syscalls:sys_enter_brk { @ = count(); }'
#@ compile nofunction.mto -e 'kprobe:this_function_is_not_there? { @ = count(); } kprobe:vfs_reed { @ = count(); }'
#@ compile malloc.mto -e 'uprobe:libc:maloc { @ = count(); }'
status() { "$@" >out 2>&1 && echo "0: $*" || { echo "exit $?"; cat out; }; }
status memtap -p 999999 brk.mto
status memtap nofunction.mto
status memtap malloc.mto
status memtap -c /does/not/exist brk.mto
chmod 755 . && chmod 644 ./*.mto
status su nobody -s /bin/sh -c "memtap $PWD/brk.mto"
umount /sys/kernel/debug 2>/dev/null || :
umount /sys/kernel/tracing
status memtap brk.mto
mount -t tracefs t /sys/kernel/tracing
cat /sys/kernel/tracing/uprobe_events /sys/kernel/tracing/kprobe_events
