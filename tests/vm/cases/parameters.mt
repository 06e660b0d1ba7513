// Words of the command line: as numbers, as strings, as parts of a probe.
BEGIN {
	printf("%d %s %d|%d|%s|\n", $1, str($2), $#, $9, str($9));
	print(($1, $2, str($1), str($2 + 1), str($2, 3)));
}
interval:ms:$1 { exit(); }
