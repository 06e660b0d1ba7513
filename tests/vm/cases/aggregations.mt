BEGIN
{
	@count = count(); @count = count();
	@sum = sum(5); @sum = sum(-8);
	@min = min(3); @min = min(-2); @min = min(7);
	@max = max(-9); @max = max(-4); @max = max(-7);
	@avg = avg(5); @avg = avg(10);
	@stats = stats(-3); @stats = stats(-6);
	@unsigned_sum = sum((uint64)-1);
	@unsigned_max = max((uint64)-1); @unsigned_max = max((uint64)1);
	@unsigned_min = min((uint64)-1); @unsigned_min = min((uint64)-2);

	print(@count); print(@sum); print(@min); print(@max); print(@avg); print(@stats);
	if (@count > 1) { printf("%d %d %d\n", @count > 2, (int64)@sum, (int64)@min); }

	@by["a"] = count(); @by["b"] = count(); @by["b"] = count();
	@top[1] = max(10); @top[1] = max(7); @top[2] = max(99); @top[3] = max(-1);
	print("the largest"); print(@top, 1); print(@by["b"]);
	@average["x"] = avg(1); @average["x"] = avg(4); @average["y"] = avg(-7);
	@all["x"] = stats(1); @all["x"] = stats(4); @all["y"] = stats(-7);

	@hist = hist(-1); @hist = hist(0); @hist = hist(1); @hist = hist(2); @hist = hist(3); @hist = hist(4);
	@hist = hist(7); @hist = hist(8); @hist = hist(1024); @hist = hist(2047);
	@hists["large"] = hist(9223372036854775807); @hists["large"] = hist(1048576 * 1048576 * 1048576);
	@hists["small"] = hist(1);
	@unsigned_hist = hist((uint64)@sum - 8);

	@zeroed = sum(3); zero(@zeroed);
	@zeroed_hist = hist(3); zero(@zeroed_hist);
	@cleared = sum(3); clear(@cleared);
	exit();
}
