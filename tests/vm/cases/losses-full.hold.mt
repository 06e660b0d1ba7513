// More objects than a map takes, 1048576. (They are held by loops in pieces, for no program may keep a CPU too long.)
BEGIN
{
	@from = 0;
}
interval:ms:1
{
	for ($i : @from..@from + 10000) {
		@held = hold($i, 1);
	}
	@from += 10000;
	if (@from == 1050000) {
		clear(@from);
		exit();
	}
}
