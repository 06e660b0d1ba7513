// A size that is negative is none, also where no type says so.
uprobe:/bin/sh:main {
	print(str(arg0, -1));
	print(buf(arg1, -1));
	print(str(arg0, 18446744073709551615));
	print(str(arg0, -0));
	print((str(arg0, 0), str(arg0, arg1)));
}
