// As many aggregations as are called, not inlined: the same numbers.
BEGIN
{
	unroll (33) { @filled = count(); }
	@count = count(); @count = count();
	@sum["a"] = sum(5); @sum["a"] = sum(-8); @sum["b"] = sum(1);
	@min = min(3); @min = min(-2); @min = min(7);
	@max = max(-9); @max = max(-4); @max = max(-7);
	@unsigned_max = max((uint64)-1); @unsigned_max = max((uint64)1);
	@avg = avg(5); @avg = avg(10);
	@stats["x"] = stats(-3); @stats["x"] = stats(-6); @stats["y"] = stats(2);
	@hist = hist(-1); @hist = hist(0); @hist = hist(3); @hist = hist(1024); @hist = hist(2047);
	@linear = lhist(5, 0, 100, 10); @linear = lhist(55, 0, 100, 10); @linear = lhist(-1, 0, 100, 10);
	exit();
}
