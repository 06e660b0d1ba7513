BEGIN {
	while (1) { print(1); }
	for ($x : @m) { print($x); }
	unroll(3) { print(1); }
	let $y = 1;
	print(2 2);
}
