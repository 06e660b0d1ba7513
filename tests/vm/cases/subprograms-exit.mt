// exit() in functions: it leaves those that call them, from loops as well; what END calls is left only by its own exit().
config = { print_maps_on_exit = false; }
fn leave($code) { if ($code) { exit($code); } return 5; }
fn call($code) { $five = leave($code); return $five + 1; }
fn repeat($code) {
	for ($i : 0..3) {
		@rounds++;
		if (call($i == 1 ? $code : 0) != 6) { return 0; }
	}
	return @rounds;
}
BEGIN { print(leave(0)); print(call(0)); print(repeat(0)); print(repeat(3)); print("not reached"); }
END {
	print(leave(0));
	print(call(0));
	print(repeat(0));
	repeat(4);
	print("not reached");
}
