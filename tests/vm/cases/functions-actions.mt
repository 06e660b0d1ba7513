// Functions that do something in user space.
BEGIN
{
	print("first");
	cat("file.txt");
	cat("/proc/self/%s", "nothing-there");
	cat("%s.txt", "file");
	warnf("warning %d\n", 1);
	errorf("error %s", "two");
	exit();
}
