BEGIN {
	$x = 1
	$y = 2;
	print($x) print($y);
	if ($x) { $y++ }
	$x = $y
}
