// hist with bits, lhist, stats.
BEGIN
{
	@bits2 = hist(1000, 2); @bits2 = hist(1300, 2); @bits2 = hist(1024, 2);
	@small2 = hist(3, 2); @small2 = hist(0, 2); @small2 = hist(-5, 2); @small2 = hist(9, 2);
	@bits0 = hist(5, 0);
	@bits5["x"] = hist(100, 5); @bits5["x"] = hist(104, 5);
	@bits3 = hist(1000000, 3); @bits3 = hist(1100000, 3);
	@most = hist(9223372036854775807, 1);
	@linear = lhist(5, 0, 10, 2); @linear = lhist(-1, 0, 10, 2); @linear = lhist(100, 0, 10, 2);
	@linear = lhist(6, 0, 10, 2); @linear = lhist(10, 0, 10, 2);
	@uneven[1] = lhist(9, 0, 10, 3); @uneven[1] = lhist(10, 0, 10, 3); @uneven[2] = lhist(3, 0, 10, 3);
	@hundreds[comm] = lhist(350, 0, 1000, 100);
	print(@bits0);
	@stats["a"] = stats(5); @stats["a"] = stats(8); @stats["b"] = stats(-4);
	clear(@bits0);
	exit();
}
