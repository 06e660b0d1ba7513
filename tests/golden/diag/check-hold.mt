uprobe:libc:malloc
{
	@a = hold(arg0, 1);
	@a = hold((pid, arg0), 1);
	@a = hold("x", 1);
	@a = hold(arg0, "x");
	release(@a, (1, 2));
	@b = count();
	release(@b, 1);
	print(@a + 1);
	zero(@a);
	delete(@a);
	clear(@a);
	print(older(@a, 10s), 10);
	print(older(@b, 10s));
	print(older(@a, "x"));
	@c = older(@a, 1);
	older(@a, 1);
	@a = count();
	@a[1] = hold(arg0, 1);
	hold(1, 2);
	@a = hold(arg0, 1, "x");
	@b = hold(1, 2);
}
