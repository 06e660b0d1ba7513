// Functions: what is passed in registers and in memory, loops and maps in them, functions in functions.
fn add($a : int64, $b : int64) : int64 { return $a + $b; }
fn twice($x) { return add($x, $x); }
fn sum_of_six($a, $b, $c, $d, $e, $f) { return $a + 10 * $b + 100 * $c + 1000 * $d + 10000 * $e + 100000 * $f; }
fn cut($byte : uint8, $signed : int8, $a, $b, $late : uint8) : uint64 { return $byte + 1000 * ($signed == -1) + 10000 * $late; }
fn narrow($x) : uint8 { return $x; }
fn truth($x) : bool { return $x > 3; }
fn choose($name) { if ($name == "x") { return "it is x"; } return $name; }
fn greet($who : string[32]) { printf("hello, %s\n", $who); }
fn swap($pair) { return ($pair.1, $pair.0); }
fn place($x, $y) { return (x = $x, y = $y, sum = add($x, $y)); }
fn long_text($p) { return ($p, str($p, 100), "end"); }
fn count_up($key, $n) { @calls[$key] += $n; return @calls[$key]; }
fn find($wanted) { for ($kv : @calls) { if ($kv.1 == $wanted) { return $kv.0; } } return "none"; }
fn powers($n) { $result = 1; while ($n > 0) { $result *= 2; $n--; } return $result; }
fn triangle($n) { $sum = 0; for ($i : 1..$n) { for ($j : 0..$i) { if ($j == 100) { return -1; } $sum += 1; } } return $sum; }
fn nothing($x) { if ($x) { return; } @none = $x; }
fn no_value_there($x) { if ($x > 1) { return 5; } }
fn sized($n) { return bytes($n); }
macro thrice(x) { add(x, twice(x)) }
fn by_macro($x) { return thrice($x) + 1; }
fn unused($x) { return $x->nothing.there; }
BEGIN {
	print(add(1, 2)); print(twice(-4)); print(add(twice(3), add(twice(1), 1)));
	print(sum_of_six(1, 2, 3, 4, 5, 6)); print(sum_of_six(twice(1), 2, 3, 4, twice(2), add(1, 1)));
	print(cut(257, 255, 0, 0, 258)); print(narrow(300)); print(truth(4)); print(truth(3) ? 1 : 0);
	print(choose("x")); print(choose("hello")); greet("you"); greet(choose("x"));
	print(swap((1, "one"))); print(swap((2, "three")).1); print(place(3, 4)); print(place(1, 1).sum);
	print(count_up("a", 2)); print(count_up("a", 3)); print(count_up("b", 7)); print(find(5)); print(find(7)); print(find(8));
	print(powers(10)); print(triangle(5)); print(triangle(102));
	for ($i : 0..3) { $p = powers($i); print(add($p, twice($i))); if (add($i, 1) == 2) { print("two"); } }
	$kept = 5; print(powers($kept)); print($kept);
	nothing(1); nothing(0); print(no_value_there(2)); print(no_value_there(1));
	print(sized(2048)); print(by_macro(2)); @tuple[swap((1, "x")), twice(2)] = count(); print((twice(1), choose("z")));
	print(long_text(0).2);
	exit();
}
