BEGIN
{
	printf("%d");
	printf("x", 1);
	printf("%d %d", 1);
	printf("%r", 1);
	printf("%d", "x");
	printf("%s", curtask);
	printf("%d", (1, 2));
	printf("%x", comm);
	printf(comm);
	printf(1, 2);
	time(comm);
	time(1);
	printf("a\0b");
	printf("%-5s|%05d|%+d|%#x|%.3s|%lu|%lld|%zu|%hhd|%p|%c|%%|%s|%d|%s\n", "x", 1, 2, 3, "abc", 4, 5, 6, 7,
	       curtask, 65, probe, 1 == 2, (1, "x"));
}
