// As much stack as there is: functions in functions, hold() in the innermost, on two points that do the same.
config = { print_maps_on_exit = false; }

fn third($a, $b, $c) {
	$d = $a * $b; $e = $b + $c; $f = $a ^ $c; $g = $d * $e;
	@third[($a, $b, $c, $d), ($e, $f, $g, $a), comm] = hist($d * $e + $f);
	@held[ustack, kstack, $a, $b] = hold(($a, $b, $c, $d), $e);
	release(@held, ($b, $a, $c, $d));
	return $a + $b + $c + $d + $e + $f + $g;
}
fn second($a, $b, $c) {
	$d = $a * $b; $e = $b + $c; $f = $a ^ $c; $g = $d * $e;
	$h = third($d + $a, $e * $b, $f - $c);
	@second[$h, $a, $b, $c, $d] = count();
	return $h + $a + $b + $c + $d + $e + $f + $g;
}
fn first($a, $b, $c) {
	$d = $a * $b; $e = $b + $c; $f = $a ^ $c; $g = $d * $e;
	$h = second($d + $a, $e * $b, $f - $c);
	@first[$h, $a, $b, $c, $d] = count();
	return $h + $a + $b + $c + $d + $e + $f + $g;
}
probe at:both(p, q, r) =
	uprobe:/tests/bin/calls:six (arg0, arg1 * arg2, arg2 + arg3),
	uprobe:/tests/bin/calls:word (arg1, arg1 * arg1, 2 * arg1);
at:both {
	$d = args.p * args.q; $e = args.q + args.r; $f = args.p ^ args.r;
	$g = first(args.p, args.q, args.r);
	@body[$g, $d, $e, $f] = count();
	@again[($g, $d, $e, args.p), (args.q, args.r), comm] = hist($g * $d * $e * $f);
	@seen = count();
}
END { print(@seen); printf("%d\n", len(@body)); }
