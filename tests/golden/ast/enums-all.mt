// Enums: types of values, maps and casts.
BEGIN {
	$z = ZONE_NORMAL;
	@map[(enum zone_type)1] = $z;
	print(ZONE_DMA + 1);
	printf("%s %d\n", ZONE_MOVABLE, ZONE_MOVABLE);
	print(1 ? ZONE_DMA : ZONE_NORMAL);
	print(1 ? ZONE_DMA : 5);
}
