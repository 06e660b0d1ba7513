BEGIN
{
	printf();
	print();
	print(1, 2, 3, 4);
	clear();
	delete(@x, 1, 2);
	if (pid) { exit(1, 2); }
	@x[1] = count(1);
	@y = hist();
	str();
	@z = hold(1);
	ksym(1, 2);
	time("%H", 2);
	elapsed_ns(1);
}
