uprobe:libc:calloc /comm == "fibleak" && arg0 == 1024/ {
	@[comm, ustack(2)] = count();
	@bytes[ustack(2)] = sum(arg0 * arg1);
	@last = 3;
}
self:signal:SIGUSR1 { print(@); clear(@); printf("cleared\n"); }
