// options: what a script declares
BEGIN {
	print((getopt("top|t", 10, "how many"), getopt("every|i", 500ms), getopt("name", "none"), getopt("all|a"), getopt("quiet", true), getopt("help")));
	print(getopt("quiet", true));
	if (getopt("all")) { print("all"); } else { print("not all"); }
	exit();
}
