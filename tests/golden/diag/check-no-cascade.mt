kprobe:vfs_read
{
	$x = sise;
	$y = $x + 1;
	@a[$y, comm] = sum($x);
	@a[1, "a"] = count();
	@b = (1, $y);
	@b = @b.1 + "x";
	printf("%d %s", $x, $y);
	$z = @nothing + 1;
	print($z);
	if ($y) { print(nothing.x->y[1]); }
	@c = hold((pid, wrong), 1);
	release(@c, (pid, 5));
}
