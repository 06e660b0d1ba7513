// Macros: values, variables and maps that they change, their own variables, strings, calls in calls.
import "macros.imported.mt";
macro one() { 1 }
macro add_one(x) { x + 1 }
macro add_two(x) { add_one(x) + 1 }
macro add_one_to_each($a, @b) { $a += 1; @b += 1; }
macro side_effects(x) { x; x; x; }
macro add(a, $b, @m) { a + $b + @m }
macro once(x) { $x = x; $x * $x }
macro local() { $a = 3; $a * 2 }
macro greeting(who) { $text = who; $text }
macro table(@t, key) { @t[key] = count(); }
macro both(x) { print(x); print(x + 1); }
BEGIN {
	print(one());
	print(one);
	$a = 10;
	print(add_one($a));
	print(add_one(1 + 1));
	@b = 5;
	add_one_to_each($a, @b);
	print($a + @b);
	print(add_two(1));
	print(add(2, $a, @b));
	print(once($a + 1));
	print(local());
	print($a);
	print(greeting("hello"));
	printf("%s %d\n", greeting("there"), once(2));
	table(@calls, comm);
	table(@calls, greeting("x"));
	both(7);
	side_effects(print("hi"));
	print(once(3) > 8 ? greeting("yes") : "no");
	print(from_file(4));
	exit();
}
