BEGIN {
	@a = hist(1, 6);
	@b = hist(1, pid);
	@c = lhist(1, 10, 0, 1);
	@d = lhist(1, 0, 10, 0);
	@e = lhist(1, 0, 100000, 1);
	@f = lhist(1, -1, 10, 1);
	@g = lhist(1, 2);
	@h = hist(1, 2);
	@h = hist(1, 3);
	@i = lhist(1, 0, 10, 1);
	@i = lhist(1, 0, 10, 2);
	@j = hist(1);
	@j = lhist(1, 0, 10, 2);
	$x = lhist(1, 0, 10, 1);
	$y = @j;
}
