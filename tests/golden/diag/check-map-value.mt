BEGIN
{
	@a = count();
	@a = sum(1);
	@a = 1;
	@a++;
	@a += 2;
	@b = 1;
	@b = "x";
	@c = (1, 2);
	@c = (1, "x");
	@c = (1, 2, 3);
	@d = curtask;
	@d = (struct page *)1;
	@d = 5;
	@e = "x";
	@e++;
	$x = count();
	@f = count() + 1;
	count();
	@g = (1, sum(2));
}
