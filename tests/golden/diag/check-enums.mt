// Enums that are not there, and integers that have no names.
BEGIN {
	print((enum no_such)1);
	printf("%r", ZONE_DMA + 1);
}
