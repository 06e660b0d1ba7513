# Kernel stacks, and symbols of addresses.
#@ smoke
#@ compile kstack.mto kstack.mt
start calls 6
trace -p "$pid" kstack.mto
work
end_trace
# What lies between the function and the system call's entry differs between kernels.
for line in ' vfs_read+' ' ksys_read+' ' do_syscall_64+' ' entry_SYSCALL_64_after_hwframe+'; do
	grep -c -F "$line" trace.out
done
sed -n '/^@\(symbol\|thread\)/p' trace.out
losses

echo '== addresses are hidden'
echo 2 >/proc/sys/kernel/kptr_restrict
start calls 6
trace -p "$pid" kstack.mto
work
end_trace
sed -n '/^@\(symbol\|thread\)/p' trace.out | sed 's/0x[0-9a-f]*/ADDRESS/'
losses
echo 0 >/proc/sys/kernel/kptr_restrict
