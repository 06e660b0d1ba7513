BEGIN
{
	$s = "x";
	$s = 1;
	$s++;
	$s += "y";
	$p = curtask;
	$p += 1;
	$p = (struct page *)1;
	$p = 5;
	$t = (1, 2);
	$t = (1, "x");
	$t = (1, 2, 3);
	$n = 1;
	$n = curtask;
	$n += "x";
	@m["a"] = "text";
	@m["a"] += 1;
}
