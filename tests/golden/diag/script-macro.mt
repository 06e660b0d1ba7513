// What macros cannot do, and calls of them that do not fit.
macro unhygienic() { @x = 1; }
macro variable($a) { $a++; }
macro table(@m) { @m[1] = 1; }
macro twice(x) { x * 2 }
macro nothing(x) { print(x); }
macro recurse(x) { recurse(x) }
BEGIN {
	unhygienic();
	variable(1);
	table(@m[2]);
	twice();
	$y = nothing(1);
	recurse(1);
	twise(3);
}
