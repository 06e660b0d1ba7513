BEGIN {
	$x = 1 ? 2
: 3;
mem:alloc /args.size > 3/ {
	@ = count();
}
