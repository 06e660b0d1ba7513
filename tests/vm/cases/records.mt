// Records: tuples whose elements have names.
BEGIN
{
	$r = (a = 1, b = "two");
	print($r);
	print($r.a);
	print($r.b);
	printf("%d %s\n", $r.a, $r.b);
	$r = (a = 5, b = "three, longer");
	print($r);
	@m = $r;
	@k[$r] = 1;
	@n[1] = (id = 7, who = comm);
	print((x = (1, 2), y = (z = 3)));
	print(@n[1].id + 1);
	print(@n[1].who);
	print((one = 1).one);
	for ($kv : @k) {
		printf("%d %s\n", $kv.0.a, $kv.0.b);
	}
	if ($r == (a = 5, b = "three, longer")) {
		print("equal");
	}
	exit();
}
