BEGIN {
	$s = (a = 1, a = 2);
	$t = (a = 1, 2);
}
