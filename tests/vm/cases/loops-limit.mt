// What never ends by itself ends after so many rounds, and the program goes on.
BEGIN
{
	while (1) {
		$i = 1;
		@rounds++;
	}
	printf("rounds %d\n", @rounds);
	clear(@rounds);
	exit();
}
