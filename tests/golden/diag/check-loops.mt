BEGIN {
	break;
	if (1) { continue; }
	while ("text") { }
	for ($i : "a"..3) { }
	for ($kv : 5) { }
	unroll (0) { }
	unroll (101) { }
	$n = 3;
	unroll ($n) { }
	for ($n : 0..3) { }
	for ($a : 0..1) { for ($b : 0..1) { for ($c : 0..1) { for ($d : 0..1) { unroll (2) { for ($e : 0..1) { } } } } } }
	while (1) { break; $n++; }
	while (1) { continue; $n++; }
	@scalar = 1;
	for ($kv : @scalar) { }
	@hist[1] = hist(2);
	for ($kv : @hist) { }
	for ($kv : @hist[1]) { }
	for ($kv : @none) { }
}
