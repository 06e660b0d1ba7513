# Bytes of a process and of the kernel, as addresses of networks and as they are.
#@ compile memory.mto -e 'uprobe:/tests/bin/calls:word /arg1 == 0/ { printf("%s %s|%r|%rx\n", macaddr(arg0), macaddr(uptr(arg0)), buf(arg0, 6), buf(arg0, arg1 + 2)); print(str(uptr(arg0))); @mac[macaddr(arg0)] = count(); @bytes = buf(curtask->comm); @failed[str(kptr(arg0), 8)] = count(); } uprobe:/tests/bin/calls:word /arg1 == 2/ { print(ntop(((struct in6_addr *)arg0)->in6_u.u6_addr8)); @six[ntop(((struct in6_addr *)arg0)->in6_u.u6_addr8)] = count(); }'
trace_work memory.mto calls 3
shown
losses
