BEGIN {
	do { print(1); }
	switch (1) { }
	goto x;
	print(2 2);
}
