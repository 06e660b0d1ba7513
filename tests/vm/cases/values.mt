BEGIN
{
	$s = "abc";
	printf("equal %d %d %d %d\n", $s == "abc", $s != "abc", $s == "abcd", "" == $s);
	printf("|%s|%5s|%-5s|%%|%c|\n", $s, $s, $s, 65);
	printf("escapes\t|\"|\\|\x41\101|\n");
	printf("%d %i %u %x %X %#x %o |%5d|%-5d|%05d|\n", -1, -1, 7, 255, 255, 255, 8, 42, 42, 42);
	printf("%ld %lld %lu %lx %llx\n", -1, -1, (uint64)-1, 1 << 40, 1 << 40);
	printf("%hhd %hd %p %s\n", 300, 70000, 4096, (1, "x"));
	print($s == "abc" ? "yes" : "no");
	print(-5); print((uint64)-1); print("text"); print((1, "a", -2)); print(1 < 2); print(2 < 1); print(64K);

	@text["key"] = "short";
	@text["key"] = "a longer one";
	printf("|%s|%s|\n", @text["key"], @text["absent"]);
	if (@text["key"] == "a longer one") { print("equal, too"); }

	// Maps are printed by user space, some time after the program has run: as they are then.
	@number["three"] = 3; @number["one"] = 1; @number["two"] = 2; @number["minus"] = -5;
	print("all, by value"); print(@number);
	print("the two largest"); print(@number, 2);
	print("divided by 2"); print(@number, 0, 2);

	@left["three"] = 3; @left["one"] = 1; @left["two"] = 2; @left["minus"] = -5;
	delete(@left["three"]);
	delete(@left, "minus");
	printf("one %d, deleted %d\n", @left["one"], @left["three"]);
	print("two left"); print(@left);
	@zeroed["b"] = 2; @zeroed["a"] = 3;
	zero(@zeroed);
	print("zeroed"); print(@zeroed);
	@cleared["one"] = 1; @cleared["two"] = 2;
	clear(@cleared);
	print("cleared"); print(@cleared);

	@pair[1, "x"] = 10; @pair[2, "y"] = 20; @pair[-2, "y"] = 20;
	delete(@pair[1, "x"]);
	$t = (1, "two", (3, "four"));
	print($t); print($t.1); print($t.2.1); print($t.2);
	@by[$t] = 1;
	@by[(-1, "b", (4, "longer"))] = 2;
	@value = $t;
	print(@value.2.0 + $t.0);
	@is[1 == 2] = "false"; @is[1 == 1] = "true";
	@last = 5; @last = -6;
	@never = count();
	clear(@never);
	exit();
}
