// Blocks with a value, in each place of an expression.
macro m(x) { x }
BEGIN {
	$a = { let $b = 1; $b };
	$c = { 5 } + 2 * { $a += 1; $a };
	print({ $c = 1; if ($c) { print(1); } else { print(2); } $c }); print(@m, { 3 });
	let $t : uint8 = ({ $a = 1; $a }, 2).1;
	while ({ $a++; $a } < 3) { { print(1); print(2) } }
	@m[{ $a = 4; $a }, 1] = $a ? { $c = 2; $c } : { $c = 3; $c };
	_ = { $a = 1; delete(@m[($a, 1)]) };
	({ $c = 1; m({ $a = 2; $a }) });
	return;
}
