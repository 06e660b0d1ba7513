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
fn declared() : int64 { return "a"; }
fn undeclared($n : int64) { if ($n) { return 1; } $n = "b"; return "a"; }
kprobe:vfs_read {
	let $text : string = 1;
	let $number : int32 = comm;
	$number = declared() + undeclared(1);
	$number = "c";
	for ($i : 0..5) { $i = "d"; let $i = 7; }
}
