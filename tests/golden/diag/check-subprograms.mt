// Functions of the script: names, recursion, arguments and results.
fn rec($n) { if ($n > 0) { rec($n - 1); } }
fn a($n) { b($n); }
fn b($n) { a($n); }
fn pid() { return 1; }
fn again() { return 1; }
fn again() { return 2; }
macro m(x) { x }
fn m($x) { return $x; }
fn dup($a, $a) { return $a; }
fn two($a, $b) { return $a + $b; }
fn typed($a : string[4]) : uint64 { return "text"; }
fn mixed($a) { if ($a) { return 1; } return; }
fn promised() : uint64 { }
fn quiet() : void { return 1; }
fn bad_type($a : nonsense) { return $a; }
fn no_value() { @x = 1; }
BEGIN {
	rec(1); a(1); b(1); two(1); two(1, 2); typed("longer"); typed(1); mixed(1); promised(); quiet(); dup(1, 2);
	@v = no_value(); print(no_value()); bad_type(1);
}
