probe pool:get(ptr, size) = usdt:./pool:pool:get (arg0, arg1);
probe pool:put(ptr) = usdt:./pool:pool:put (arg0);

pool:get { @live[ustack(source)] = hold((pid, args.ptr), args.size); }
pool:put { release(@live, (pid, args.ptr)); }
interval:s:5 { print(@live, 10); }
