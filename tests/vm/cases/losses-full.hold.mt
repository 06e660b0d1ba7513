// More objects than a map takes, which are 1048576 and, as it is not cleared, 4096 in the places of released ones. (They are held by
// loops in pieces, for no program may keep a CPU too long.)
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
	if (@from == 1060000) {
		clear(@from);
		exit();
	}
}
