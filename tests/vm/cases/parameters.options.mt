// options: what a script declares
BEGIN {
	print((getopt("top", 10, "how many"), getopt("every", 500ms), getopt("name", "none"), getopt("all"), getopt("quiet", true), getopt("help")));
	print(getopt("quiet", true));
	if (getopt("all")) { print("all"); } else { print("not all"); }
	exit();
}
