BEGIN {
	@a = tseries(1, 1s, 0);
	@b = tseries(1, 1s, 601);
	@c = tseries(1, 0, 4);
	@d = tseries(1, pid, 4);
	@e = tseries(1, 1s, pid);
	@f = tseries(1, 1s, 4, "count");
	@g = tseries(1, 1s, 4, avg);
	@h = tseries("a", 1s, 4);
	@i = tseries(1, 1s);
	@j = tseries(1, 1s, 4);
	@j = tseries(1, 1s, 4, "sum");
	@k = tseries(1, 1s, 4, "max");
	@k = tseries(1, 100ms, 4, "max");
	@l = tseries(1, 1s, 4);
	@l = hist(1);
	$x = tseries(1, 1s, 4);
	$y = @j;
}
