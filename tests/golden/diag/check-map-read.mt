BEGIN
{
	@h = hist(1);
	@s["x"] = stats(1);
	print(@h + 1);
	@a = @h;
	if (@h) { }
	print(@s["x"]);
	printf("%d", @h);
}
