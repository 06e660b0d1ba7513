// One of each that looks otherwise on a terminal.
BEGIN {
	printf("plain\n");
	@list["key", 1] = count();
	@number = 5;
	@sizes = hist(1);
	@sizes = hist(4);
	@sizes = hist(5);
	@steps = lhist(5, 0, 20, 10);
	@held[1] = hold(1, 10);
	@held[2] = hold(2, 20);
	print(@held, 1);
	clear(@held);
	print(@held);
	exit();
}
