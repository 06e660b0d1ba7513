# Functions of a module that is not loaded yet when the program is compiled.
#@ compile module.mto -e 'kprobe:zram:mem_limit_store { @[func] = count(); } kretprobe:zram:mem_limit_st* { @returned[func, (int64)retval] = count(); }'
modprobe zram
trace module.mto
echo 16M >/sys/block/zram0/mem_limit
end_trace
shown
losses
