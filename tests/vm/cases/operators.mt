// Operands come from maps, which the compiler cannot see through, or are literals, which it folds: both must agree.
BEGIN
{
	@seven = 7;
	@minus = -7;
	@zero = 0;
	@big = 1 << 63;
}

BEGIN
{
	$a = @seven;
	$m = @minus;
	$z = @zero;

	printf("== arithmetic\n");
	printf("sum %d %d %d %d\n", $a + 3, $a - 10, $m * 3, -$m);
	printf("quotient %d %d %d %d\n", $a / 2, $m / 2, $a / -2, $m / -2);
	printf("remainder %d %d %d %d\n", $a % 4, $m % 4, $a % -4, $m % -4);
	printf("by zero %d %d %d %d\n", $a / $z, $a % $z, $m / $z, $m % $z);
	printf("literals %d %d %d %d %d %d\n", 7 / 2, -7 / 2, -7 % 4, 7 / 0, 7 % 0, -7 * 3);
	printf("unsigned %lu %lu\n", (uint64)$m / 2, (uint64)$m % 10);
	printf("smallest %ld %ld\n", @big / -1, @big % -1);

	printf("== bits and shifts\n");
	printf("bits %d %d %d %d\n", $a & 3, $a | 8, $a ^ 2, ~$a);
	printf("shift %d %d %d %d\n", $a << 3, $a >> 1, $m >> 1, $m << 1);
	printf("shift unsigned %lu\n", (uint64)$m >> 60);
	printf("shift far %d %d %d\n", $a << (@seven + 57), $a << (@seven + 58), 7 << 65);

	printf("== comparisons\n");
	printf("compare %d %d %d %d %d %d\n", $a == 7, $a != 7, $a < 7, $a <= 7, $a > 6, $a >= 8);
	printf("signed %d %d %d\n", $m < $z, $m > $a, @big < $z);
	printf("unsigned %d %d %d\n", (uint64)$m < 1, (uint64)$m > 1, @big > (uint64)1);
	printf("== logic\n");
	printf("logical %d %d %d %d %d\n", $a && $m, $a && $z, $z || $m, $z || $z, !$a);

	printf("== casts\n");
	printf("int8 %d %d uint8 %d %d\n", (int8)(@seven + 193), (int8)200, (uint8)(@seven + 293), (uint8)-1);
	printf("int16 %d uint16 %d %d\n", (int16)(@seven + 39993), (uint16)$m, (uint16)65543);
	printf("int32 %d %d uint32 %u %u\n", (int32)(@seven + 4294967288), (int32)0x80000000, (uint32)$m, (uint32)-1);
	printf("widened %d %d\n", (uint32)$m > 0, (int32)$m > 0);

	printf("== choices\n");
	printf("choice %d %d %d %d\n", $a ? 1 : 2, $z ? 1 : 2, $a ?: 42, $z ?: 42);
	printf("choice of choices %d %s\n", $z ? 1 : $m ? 2 : 3, $a > 5 ? "large" : "small");

	printf("== precedence and literals\n");
	printf("precedence %d %d %d %d\n", 1 + 2 * 3, (1 + 2) * 3, 1 << 2 + 1, 10 - 4 - 3);
	printf("precedence %d %d %d %d\n", 1 | 6 ^ 2 & 3, 7 & 3 == 3, !0 + 1, -2 * -3);
	printf("literals %d %d %d %d\n", 1_000, 0x1f, 010, 1e6);
}

BEGIN
{
	printf("== assignments\n");
	$x = 100;
	$x += 5; printf("%d", $x);
	$x -= 15; printf(" %d", $x);
	$x *= 3; printf(" %d", $x);
	$x /= 4; printf(" %d", $x);
	$x %= 50; printf(" %d", $x);
	$x <<= 4; printf(" %d", $x);
	$x >>= 2; printf(" %d", $x);
	$x &= 60; printf(" %d", $x);
	$x |= 3; printf(" %d", $x);
	$x ^= 10; printf(" %d\n", $x);

	@x = 100; @x += 5; @x -= 15; @x *= 3; @x /= 4; @x %= 50; @x <<= 4; @x >>= 2; @x &= 60; @x |= 3; @x ^= 10;
	printf("the same in a map %d\n", @x);
	@k["a"] += 2; @k["a"] -= 5;
	printf("a key that was not there %d\n", @k["a"]);

	printf("== steps\n");
	$y = 5;
	printf("%d", $y++); printf(" %d", $y); printf(" %d", ++$y); printf(" %d", $y--); printf(" %d\n", --$y);
	@y = 5;
	printf("%d", @y++); printf(" %d", @y); printf(" %d", ++@y); printf(" %d", @y--); printf(" %d\n", --@y);
}

BEGIN
{
	// The right side is evaluated only when it decides.
	printf("== what is evaluated\n");
	$z = @zero;
	$n = 1;
	if ($z && ++@right) { printf("wrong\n"); }
	if ($n || ++@right) { printf("not evaluated: %d\n", @right); }
	if ($n && ++@right) { printf("evaluated: %d\n", @right); }
	$v = $z ? ++@right : 3;
	printf("not evaluated: %d %d\n", $v, @right);

	if ($z) { printf("wrong\n"); } else if ($n == 2) { printf("wrong\n"); } else { printf("else\n"); }
	if ($n == 1) { if ($z) { printf("wrong\n"); } else { printf("inner else\n"); } }
	if ($n) { printf("return\n"); @left = 1; if (@left) { return; } }
	printf("wrong\n");
}

BEGIN
{
	clear(@left);
	clear(@seven); clear(@minus); clear(@zero); clear(@big); clear(@x); clear(@y); clear(@k); clear(@right);
	exit();
}
