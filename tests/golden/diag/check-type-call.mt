kretprobe:vfs_read
{
	@a = hist("x");
	@b = str("x", 4);
	@c = str(ustack);
	@d = str(1, "x");
	@e = str(1, 2000);
	@f = ksym("x");
	@g = sizeof(printf("x"));
	@h = sizeof(void);
	@i = sizeof(uint8[99999999]);
	@j = sizeof(string[2000]);
	@k = entry(ustack);
	@l = entry((1, 2));
	@m[1] = 1;
	print(1, 2);
	print(@m, "x");
	print(@m, 1, comm);
	print(printf("x"));
	if (pid) { exit("x"); }
}
