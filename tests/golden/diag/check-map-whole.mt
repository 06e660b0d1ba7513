BEGIN
{
	@a[1] = 1;
	clear(1);
	clear(@a[1]);
	zero(@a[1]);
	release(@a[1], 1);
	print(older(1, 5s));
	delete(1);
	delete(pid, 1);
	delete(@a[1], 2);
	clear(sise);
}
