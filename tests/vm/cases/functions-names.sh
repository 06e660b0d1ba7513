# Numbers by their names. Flags of allocations are numbered differently by different kernels: those of a program's allocations are
# compared to what the kernel itself prints of them. The kernel sees more: allocations inside our own program are skipped.
#@ compile names.mto functions-names.mt
#@ compile gfp.mto -e 'tracepoint:kmem:kmalloc /comm == "cat"/ { @[gfp_flags(args.gfp_flags)] = count(); }'
memtap names.mto >trace.out
shown

tracing=/sys/kernel/tracing/instances/names
mkdir $tracing
echo 'COMM == "cat"' >$tracing/events/kmem/kmalloc/filter
echo 1 >$tracing/events/kmem/kmalloc/enable
memtap -c 'cat /proc/meminfo /proc/self/maps /proc/mounts' gfp.mto >trace.out
grep -o 'gfp_flags=[^ ]*' $tracing/trace | sed 's/.*=//' | sort -u >kernels
rmdir $tracing
sed -n 's/^@\[\(.*\)\]: .*/\1/p' trace.out | sort -u >ours
grep -vxFf kernels ours | sed "s/^/the kernel does not say: /"
grep -x GFP_KERNEL ours
grep -q '|' ours || fail 'no flags but single ones'
