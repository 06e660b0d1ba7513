// The right side groups first.
BEGIN {
	$a = 1 ? 2 : 3 ? 4 : 5;
	$b = 1 ? 2 ? 3 : 4 : 5;
	$c = 1 ?: 2 ?: 3;
	$d = 1 || 0 ? 2 + 3 : 4 & 5;
}
