BEGIN
{
	@bytes = count();
	print(@byte);
	@by[@nothing] = count();
	clear(@cleared);
	delete(@deleted, 1);
	release(@released, 1);
	print(older(@held, 5s));
}
