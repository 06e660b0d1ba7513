// All getopt() of an option agree on what they give of it.
BEGIN {
	print(getopt("a", 5)); print(getopt("a", 6));
	print(getopt("a", -5)); print(getopt("a", 0x5, "help", 2));
	print(getopt("a", 5, "help", 3));
	print(getopt("b", "x")); print(getopt("b", "x")); print(getopt("b", "y"));
	print(getopt("c", true)); print(getopt("c")); print(getopt("c", false));
	print(getopt("g")); print(getopt("g", false)); print(getopt("g", true));
	print(getopt("d", 5, "help", 10));
	print(getopt("e", -1s, "help", 0s)); print(getopt("f", 0s, "help", 0s));
}
