BEGIN
{
	@a = 1;
	@a[1] = 2;
	@b[1] = 1;
	@b["x"] = 2;
	@b[1, 2] = 3;
	@b = 4;
	@c[1, "x"] = 1;
	@c[1] = 2;
	@c["x", 1] = 3;
	delete(@b);
	delete(@b, "x");
	print(@c[2]);
	@d[printf("x")] = 1;
	@e[@b] = 1;
}
