BEGIN {
	int x = 5;
	unsigned long y;
	int $z = 5;
	uint64 a = 5;
	struct file *f = 0;
	$b = pid print(1);
	pid
	print(1);
	print $z;
	delete x;
	printf "text";
	print @a;
}
