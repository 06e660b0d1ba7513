BEGIN {
	if (pid) { $x = 1; } else { $x = "text"; }
	print($x);
	let $x = 2;
	let $x = 3;
	{ let $x; $y = 1; }
	$y = "other";
	let $small: uint8 = "text";
	let $never;
	let $unknown: nothing;
	let $void: void;
	let $word: string[4] = 5;
	$small = "again";
}
