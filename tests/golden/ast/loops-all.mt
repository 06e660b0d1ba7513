BEGIN {
	let $x;
	let $y: uint32 = 5;
	let $p: struct task_struct * = curtask;
	let $z = "text";
	$x = 1;
	while ($x < 5) { $x++; if ($x == 3) { break; } else { continue; } }
	for ($i : 0..$x + 1) { $j = $i; { $j = 2; $k = 1; } }
	@m[1, "a"] = 1;
	for ($kv : @m) { $j = $kv.0.1; }
	unroll (3) { return; }
}
