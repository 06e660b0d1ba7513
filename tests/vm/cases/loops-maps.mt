// for over the entries of maps; has_key, len, delete.
BEGIN
{
	@plain[1] = 10; @plain[2] = 20; @plain[3] = 30;
	$sum = 0;
	$keys = 0;
	for ($kv : @plain) {
		$sum += $kv.1;
		$keys += $kv.0;
	}
	printf("plain %d %d\n", $keys, $sum);
	for $kv : @plain {
		if ($kv.0 != 2) {
			continue;
		}
		print($kv);
		print(($kv.1, $kv.0));
	}
	$seen = 0;
	for ($kv : @plain) {
		$seen++;
		break;
	}
	printf("break %d\n", $seen);

	printf("len %d\n", len(@plain));
	printf("has %d %d\n", has_key(@plain, 1), has_key(@plain, 4));
	printf("delete %d %d\n", delete(@plain[1]), delete(@plain, 1));
	printf("len %d\n", len(@plain));
	for ($kv : @plain) {
		delete(@plain, $kv.0);
	}
	printf("len %d\n", len(@plain));
	for ($kv : @plain) {
		printf("never\n");
	}
}

BEGIN
{
	@text["one", 1] = "first"; @text["two", 2] = "second, which is a longer one";
	for ($kv : @text) {
		if ($kv.0.1 == 2) {
			printf("%s %d: %s\n", $kv.0.0, $kv.0.1, $kv.1);
		}
	}
	if (has_key(@text, ("one", 1)) && !has_key(@text, ("one", 2))) {
		print("keys are tuples");
	}
	@byte[(uint8)1, (int8)-1] = 1 == 1;
	for ($kv : @byte) {
		print($kv);
	}
	clear(@text); clear(@byte);
}

BEGIN
{
	@count["a"] = count(); @count["a"] = count();
	@sum[1] = sum(5); @sum[1] = sum(-15);
	@min[1] = min(3); @min[1] = min(-3);
	@max[1] = max(3); @max[1] = max(7);
	@avg[1] = avg(5); @avg[1] = avg(8);
	for ($kv : @count) { print($kv); }
	for ($kv : @sum) { print($kv); }
	for ($kv : @min) { print($kv.1); }
	for ($kv : @max) { $x = $kv.1 * 2; print($x); }
	for ($kv : @avg) { print($kv.1 + 1); }
	printf("len %d\n", len(@count));
	clear(@count); clear(@sum); clear(@min); clear(@max); clear(@avg);
}

BEGIN
{
	@outer[1] = 1; @outer[2] = 2; @inner[10] = 10; @inner[20] = 20;
	$total = 0;
	for ($a : @outer) {
		for ($b : @inner) {
			for ($i : 0..2) {
				$total += $a.1 * $b.1;
			}
			@copy[$a.0, $b.0] = $total;
		}
	}
	printf("nested %d %d\n", $total, len(@copy));
	for ($a : @outer) {
		return;
	}
	printf("never\n");
}

END
{
	clear(@outer); clear(@inner); clear(@copy);
}

BEGIN { exit(); }

// A pair as a key: what was in the memory behind a short string is not part of it.
BEGIN { $fill = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; for ($i : 0..1) { print(strlen($fill)); } }
BEGIN
{
	@from["abcd"] = 1;
	for ($kv : @from) { @pairs[$kv] = 1; }
	@pairs["abcd", 1] = 2;
	printf("pairs %d\n", len(@pairs));
	clear(@from); clear(@pairs);
}
