// Blocks with a value: { statements; value } wherever an expression can be, and _ = value.
macro three_times(x) { x; x; x; }
macro once(x) { let $x = x; $x + $x }
macro store(@m, k, v) { @m[k] = v; }
macro inner(x) { x * 2 }
macro outer($v, x) { $v = inner(x); inner($v) }
macro early(x) { if (x) { return; } printf("after\n"); }
fn by_block($x) { return { let $y = $x * 2; $y + 1 }; }
BEGIN {
	three_times({ printf("hi\n") });
	let $a = { let $b = 1; $b };
	print($a); print({ 5 }); print({ let $z = 3; $z * 2 });
	$i = 1; print(once($i++)); print($i);
	store(@x, 1, 2); store(@x, 2, { let $q = 7; $q });
	$r = 0; print(outer($r, 4)); print($r);
	@y = 3; $c = { @y } + 1; print($c);
	$t = ({ 1 }, { let $n = "two"; $n }); print($t);
	if ({ $a += 1; $a } == 2) { print("yes"); }
	print({ if ($a > 1) { @y = 8; } @y } > 7 ? { let $big = "big"; $big } : "small");
	while ({ $a += 1; $a } < 6) { print($a); }
	@keyed[{ let $k = 4; $k }, "x"] = { let $v = (1, "tuple"); $v };
	print(@keyed[{ $r = 4; $r }, "x"].1);
	_ = has_key(@a, 1); @a[1] = 2; _ = @a[1];
	print(by_block(4)); print(2 * { $r = 5; $r + 1 });
	{ print("a block"); print("of statements") }
	({ print("in parentheses"); 1 });
	for ($n : { 1 }..{ $r = 3; $r }) { print($n); }
	print({ let $nested = { let $deep = 2; $deep * { $deep + 1 } }; $nested });
	early(0); early(1); printf("never\n");
}
END { exit(); }
interval:ms:1 { exit(); }
