// Sizes that are known only when the probe fires, and one of 0, which has room for the NUL alone.
uprobe:/tests/bin/calls:word
{
	$nothing = arg1 - arg1;
	printf("[%s] [%s] [%s] [%s] [%s]\n", str(arg0, $nothing), str(arg0, 0), str(arg0, 3), str(arg0, arg1), str(arg0, arg1 * 1000));
}
// What was never stored is empty to its end, though the memory held other strings before.
uprobe:/tests/bin/calls:word
{
	@tuple[arg1] = (str(arg0, 1024), "one that lies behind the first, where it is not the same", arg1 + 1);
	$found = @tuple[arg1];
	$found = @tuple[100];
	printf("not there: [%s] [%s] %d\n", $found.0, $found.1, $found.2);
}
END { clear(@tuple); }
