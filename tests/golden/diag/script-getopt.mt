// Options are declared by literals, and each has one type.
BEGIN {
	print(getopt());
	print(getopt(pid));
	print(getopt("two words", 1));
	print(getopt("a", pid));
	print(getopt("b", 1, 2));
	print(getopt("c", 1, "help", 2, 3));
	print(getopt("d", 1));
	print(getopt("d", "text"));
	print($0);
	print(str($1, pid));
	print(getopt("e|ee", 1));
	print(getopt("f|5", 1));
	print(getopt("|g", 1));
	print(getopt("h|p", 1));
	print(getopt("i|i", 1)); print(getopt("i", 1)); print(getopt("i|i", 1)); print(getopt("i|j", 1));
	print(getopt("k|i", 1));
	print(getopt("l", 1, "help", 1s)); print(getopt("m", "text", "help", 1)); print(getopt("n", 1, "help", pid));
	exit();
}
