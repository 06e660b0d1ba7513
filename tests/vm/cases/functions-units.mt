// Sizes and durations in units: numbers everywhere, text only when they are printed.
BEGIN {
	printf("%s|%10s|%-10s|%d\n", bytes(1536), bytes(1500000), bytes(12), bytes(1536));
	printf("%s %s %s %s\n", duration(999), duration(12345us), duration(90s), duration(-3ms));
	print(bytes(1M)); print(duration(2h)); print((bytes(64K), duration(1500ns), 7));
	print((size = bytes(3G), took = duration(1ms)));

	$size = bytes(2K);
	printf("%s %d %s\n", $size, $size + 1, $size > 1K ? "larger" : "smaller");
	$size += 512;
	print($size);
	print($size * 2);
	$size = 100;
	print($size);

	@plain = bytes(10M);
	@by[bytes(4K), "x"] = duration(5);
	@by[bytes(512), "y"] = duration(7ms);
	@sum["a"] = sum(bytes(1000)); @sum["a"] = sum(bytes(1000)); @sum["b"] = sum(bytes(5));
	@min = min(duration(3us)); @max = max(duration(3us)); @avg = avg(duration(2)); @avg = avg(duration(4ms));
	@stats = stats(bytes(1K)); @stats = stats(bytes(3K));
	@least = min(bytes(-2048));
	@heap["k"] = hold((pid, 1), bytes(640)); @heap["k"] = hold((pid, 2), bytes(640));
	printf("%s %d %s\n", @sum["a"], @sum["a"], @sum["a"] == 2000 ? "equal" : "not");
	print(@sum["a"]);
	for ($kv : @sum) { if ($kv.1 < 10) { print($kv); } }
	print(@sum, 1, 1000);
	print(@plain);
	exit();
}
