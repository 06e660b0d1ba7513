// while, for over numbers, unroll; break, continue and return in them; blocks and their variables.
BEGIN
{
	$i = 0;
	while ($i < 5) {
		if ($i == 1) {
			$i++;
			continue;
		}
		if ($i == 3) {
			break;
		}
		printf("while %d\n", $i);
		$i++;
	}
	printf("while ended at %d\n", $i);
}

BEGIN
{
	$none = 0;
	while ($none) {
		printf("never\n");
	}
	while ($none++ < 3) {
	}
	printf("none %d\n", $none);
}

BEGIN
{
	$sum = 0;
	for ($i : 0..4) {
		printf("for %d\n", $i);
		$sum += $i;
	}
	for ($i : 5..2) {
		printf("never\n");
	}
	for ($i : -2..1) {
		printf("negative %d\n", $i);
	}
	$from = 10;
	for ($i : $from..$from + 2) {
		printf("computed %d\n", $i);
	}
	printf("sum %d\n", $sum);
}

BEGIN
{
	for ($i : 0..4) {
		for ($j : 0..4) {
			if ($j > $i) {
				break;
			}
			if ($j == 1) {
				continue;
			}
			printf("%d%d ", $i, $j);
		}
	}
	printf("\n");
}

BEGIN
{
	for ($i : 0..10) {
		if ($i == 2) {
			return;
		}
		printf("return %d\n", $i);
	}
	printf("never\n");
}

BEGIN
{
	for ($i : 0..3) {
		$j = 0;
		while ($j < 10) {
			if ($i + $j == 2) {
				return;
			}
			printf("inner %d %d\n", $i, $j);
			$j++;
		}
	}
	printf("never\n");
}

BEGIN
{
	unroll (3) {
		@u++;
		printf("unroll %d\n", @u);
	}
	unroll (5) {
		@v++;
		if (@v == 2) {
			continue;
		}
		if (@v == 4) {
			break;
		}
		printf("v %d\n", @v);
	}
	clear(@u);
	clear(@v);
}

BEGIN
{
	let $x;
	if (@zero == 0) {
		$x = 7;
		$inner = 1;
	} else {
		$inner = "a string";
		printf("%s\n", $inner);
	}
	printf("let %d\n", $x);
	let $small: uint8 = 250;
	$small += 10;
	printf("uint8 %d\n", $small);
	let $signed: int8 = 200;
	printf("int8 %d\n", $signed++);
	let $wide: uint32;
	printf("uint32 %d %u\n", $wide, --$wide);
	let $text: string[8] = "abc";
	printf("text %s\n", $text);
	for ($i : 0..2) {
		let $fresh;
		$fresh++;
		let $word: string[16];
		printf("fresh %d '%s'\n", $fresh, $word);
		$word = "something";
	}
}

BEGIN
{
	for ($a : 0..2) {
		for ($b : 0..2) {
			for ($c : 0..2) {
				for ($d : 0..2) {
					@deep[$a, $b, $c, $d] = str("a string that is long enough for scratch memory");
					@n++;
				}
			}
		}
	}
	printf("deep %d %s\n", @n, @deep[1, 0, 1, 0]);
	clear(@deep);
	clear(@n);
	@zero = 0;
	exit();
}
