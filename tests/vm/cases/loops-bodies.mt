// What is large or slow in the bodies of loops: strings, stacks, objects that are held, exit().
uprobe:/tests/bin/calls:word
{
	$text = str(arg0);
	for ($i : 0..3) {
		let $copy = str(arg0, 16);
		if ($copy == "alpha") {
			@alpha[$copy, $i] = count();
		}
		@stack[ustack, $i] = count();
		@held[$i] = hold((pid, $i), 10);
		while ($i == 2) {
			release(@held, (pid, $i - 1));
			@released = count();
			break;
		}
	}
	for ($kv : @alpha) {
		if (!has_key(@seen, $kv.0.0)) {
			@seen[$kv.0.0] = $text;
			for ($other : @stack) {
				if ($other.0.1 == 1) {
					@stacks = max(len($other.0.0));
				}
			}
		}
	}
}

BEGIN
{
	for ($i : 0..100) {
		printf("%s %d\n", "a string that goes out from a loop", $i);
		if ($i == 2) {
			for ($j : 0..100) {
				printf("%d\n", $j);
				if ($j == 1) {
					return;
				}
			}
		}
	}
	printf("never\n");
}

END
{
	printf("stacks %d\n", @stacks > 2);
	clear(@stack); clear(@stacks);
}
