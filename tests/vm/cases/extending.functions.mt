probe pool:get(ptr, size) = uretprobe:./pool:pool_get (retval, entry(arg1)) /retval/;
probe pool:put(ptr) = uprobe:./pool:pool_put (arg1);

pool:get { @live[ustack(source)] = hold((pid, args.ptr), args.size); }
pool:put { release(@live, (pid, args.ptr)); }
interval:s:5 { print(@live, 10); }
