// Variables, maps and expressions as parameters; variables of a macro's own; macros in macros.
macro one() { 1 }
macro add_one(x) { x + 1 }
macro add_two(x) { add_one(x) + 1 }
macro add_one_to_each($a, @b) { $a += 1; @b += 1; }
macro once(x) { $x = x; $x * $x }
BEGIN {
	print(one());
	print(one);
	$x = 10;
	@b = 5;
	add_one_to_each($x, @b);
	print(add_two($x));
	print(once($x));
	add_one(2);
	exit();
}
