// What is read and written in one statement, and bytes that no element of a tuple has.
BEGIN { @one = 1; @two = 2; @text["k"] = "from a map"; }
BEGIN
{
	$t = (@one, @two);
	$t = ($t.1, $t.0);
	$n = ((1, "a"), (2, "bb"));
	$n = ($n.1, $n.0);
	$b = (@one == 1, @two);
	$b = (@one == 2, $b.1);
	$c = (@one, "x", @two);
	$c = @one == 1 ? ($c.2, $c.1, $c.0) : $c;
	printf("%s %s %s %s\n", $t, $n, $b, $c);

	// A tuple that becomes a key of a larger type: what pads it is part of the key.
	$k = (@one == 1, "ab");
	@key[(@one == 2, "a longer one")] = 1;
	@key[$k] = 5;
	printf("%d %d\n", @key[(@one == 1, "ab")], @key[$k]);

	$i = 0;
	printf("%d\n", ($i++, 7) == (0, 7) && ($i++, $i++) == (1, 2));
	@w[$i++] += $i;
	@w[@w[3]] = @w[3] * @w[3];
	printf("%d %d %d\n", @w[3], @w[4], @w[0]);
	@w[$i] = @w[$i] + @w[3];
	printf("%d\n", @w[4]);

	$s = "abcd";
	$s = str($s);
	$s = $s == "abcd" ? @text["k"] : $s;
	$s = $s == "abcd" ? "no" : $s;
	@s = $s; @s = @s == $s ? "x" : "y";
	printf("%s %s\n", $s, @s);
	clear(@one); clear(@two); clear(@text); clear(@key); clear(@w); clear(@s);
	exit();
}
