probe my:realloc(old, new) = uretprobe:libc:realloc (entry(arg0), retval);
uretprobe:libc:realloc
{
	@a = move(entry(arg0), retval, "x");
	@a = move("x", retval, 1);
	@a = move(entry(arg0), (1, 2), 1);
	$x = move(1, 2, 3);
	@b = count();
	@b = move(1, 2, 3);
}
my:realloc { @c = move(args.olt, args.new, 1); }
