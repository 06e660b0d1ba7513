// tseries: one interval that begins in 1970 and lasts a century, a ring that is reused, one that all CPUs share.
BEGIN
{
	@last = tseries(7, 1000000h, 4); @last = tseries(6, 1000000h, 4);
	@avg = tseries(-3, 1000000h, 4, "avg"); @avg = tseries(-4, 1000000h, 4, "avg"); @avg = tseries(-8, 1000000h, 4, "avg");
	@max[comm] = tseries(-3, 1000000h, 4, "max"); @max[comm] = tseries(-4, 1000000h, 4, "max");
	@min[1] = tseries((uint64)-1, 1000000h, 4, "min"); @min[1] = tseries((uint64)5, 1000000h, 4, "min");
	@min[2] = tseries((uint64)-1, 1000000h, 4, "min");
	@shared = tseries(40, 1000000h, 600, "sum"); @shared = tseries(2, 1000000h, 600, "sum");

	@reused = tseries(100, 1us, 1, "sum");
	$then = nsecs;
	while (nsecs <= $then + 1us) { }
	@reused = tseries(42, 1us, 1, "sum");

	print(@last);
	print(@shared, 0, 10);
	zero(@last);
	print(@last);
	print(@avg);
	clear(@avg);
	exit();
}
