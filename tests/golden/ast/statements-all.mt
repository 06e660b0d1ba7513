BEGIN {
	;;
	$x = 1;
	$x += 2; $x -= 3; $x *= 4; $x /= 5; $x %= 6;
	$x <<= 1; $x >>= 2; $x &= 3; $x |= 4; $x ^= 5;
	{ $x = 2; { } };
	if ($x) { exit() } else if ($x == 2) { return; } else { print($x); }
	if ($x) { } else { }
	if ($x) { $x++ }
	print($x)
}
