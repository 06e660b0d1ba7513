// The deepest that functions and loops go, each with more values than registers hold.
fn four($a, $b, $c, $text) {
	$d = $a + $b; $e = $b + $c; $f = $c + $a; $g = $d * $e; $h = $e * $f; $i = $f * $g;
	printf("four %d %d %d %d %d %d %s %d\n", $d, $e, $f, $g, $h, $i, $text, len(kstack) > 0);
	@stacks[kstack == kstack, $text, $d] = sum($e + $f + $g + $h + $i);
	return $a * ($b + ($c * ($d + ($e * ($f + ($g * ($h + $i)))))));
}
fn three($a, $b, $c, $text) {
	$x = four($a, $b, $c, $text); $y = four($c, $b, $a, $text); $z = $x + $y;
	return $x + four($a + 1, $b + 1, $c + 1, $text) + $y + $z + strlen($text);
}
fn two($a, $b, $c, $text) {
	$x = $a + 1; $y = $b + 1; $z = $c + 1; $sum = 0;
	for ($i : 0..2) { $sum += four($x, $y, $z, $text) + $i; }
	return ($sum, $x + $y + $z, three($x, $y, $z, $text), $text);
}
fn one($a, $b, $c, $text) {
	$t = two($a, $b, $c, $text); $u = two($c, $b, $a, "other");
	return ($t.0 + $u.0, $t.2 - $u.2, $t.3);
}
software:cpu-clock:1000 /comm == "never"/ { @n[one(1, 2, 3, "some text").0, kstack, ustack] = count(); }
uprobe:/tests/bin/calls:six /arg0 == 0/ { print(one((int64)arg0 + 1, 2, 3, "some text")); print(one(4, 5, (int64)arg0, "x").2); }
