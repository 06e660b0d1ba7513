BEGIN
{
	printf("%y", 1);
	printf("%n", 1);
	printf("%*d", 1, 2);
	printf("%1000d", 1);
	printf("%.1000d", 1);
	printf("%Lf", 1);
	printf("%5%");
	printf("%");
	printf("100%");
	printf("%lld %5", 1);
}
