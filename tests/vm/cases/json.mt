BEGIN {
	@x = 5; @c = count(); @s["q\"x\xff\n"] = "str"; @h = hist(5); @h2["k"] = hist(100); @st = stats(4);
	@m[1, "a"] = 7; @m[2, "b"] = 9; @a[3] = avg(4); @t = (1, "x", (2, 3)); @n = -5; @min = min(3);
	@heap["k"] = hold((pid, 3), 64); @none[1] = hold(3, 4); release(@none, 3);
	@low = hist(-3); @zero = hist(0); @high = hist(1 << 62); @big = (uint64)-1; @yes = 1 == 1;
	printf("hi %d\n", 5); print(7); print("str"); print((1, "a")); print(@m); print(@h); time("%%\n"); print(@m[1, "a"]);
	exit();
}
