// Loops of C: one error each, and parsing goes on behind them.
BEGIN {
	for (;;) { }
	for (; $i < 5; ) { print(1); }
	for (int i = 0; f(i < 5); i++) { print(1); }
	for ($i : (1 + ) + 2) { print(1); }
	print(2 2);
}
