// Operators of one level go from left to right.
BEGIN {
	$a = 1 - 2 - 3;
	$b = 100 / 10 / 5 % 3 * 2;
	$c = 1 << 2 >> 3;
	$d = 1 == 2 != 3;
	$e = 1 < 2 >= 3;
}
