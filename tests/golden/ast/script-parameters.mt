// Without words: numbers are 0, strings empty, options what they are by default.
BEGIN {
	print(($1, $#, str($1), str($2 + 1), str($3, 8)));
	print((getopt("a"), getopt("b", true), getopt("c", -5), getopt("d", "text"), getopt("e", 500ms, "time")));
	exit();
}
