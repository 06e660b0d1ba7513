// Aggregations as values of expressions.
BEGIN
{
	@c = count(); @c = count(); @c = count();
	@s = sum(5); @s = sum(-15);
	@u = sum((uint64)7);
	@lo = min(3); @lo = min(-3);
	@hi = max(3); @hi = max(70);
	@mean = avg(4); @mean = avg(9);
	@k["a"] = count(); @k["a"] = count(); @k["b"] = count();

	if (@c > 2) { printf("more than 2\n"); }
	if (@c == 3 && @s < 0 && @u == 7) { printf("all\n"); }
	$x = @c;
	$y = @k["a"] + @k["b"] * 10;
	printf("%d %d\n", $x, $y);
	printf("%d %d %d %d %d\n", @s, (int64)@s, @lo, @hi, @mean);
	print((@c, @s, @lo));
	@plain = (int64)@s;
	@by[@c, (uint8)@u] = @hi;
	printf("%s\n", @k["a"] > @k["b"] ? "a" : "b");
	printf("none %d %d\n", @k["none"], has_key(@k, "none"));
	$n = 0;
	while (@c < 10) {
		@c = count();
		$n++;
	}
	printf("rounds %d, %d\n", $n, @c);
	for ($i : 0..@k["a"]) {
		printf("for %d\n", $i);
	}
	@k["a"] = count();
	delete(@k["b"]);
	printf("len %d, %d\n", len(@k), @k["a"]);
	clear(@c); clear(@u); clear(@lo); clear(@hi); clear(@mean);
	exit();
}
