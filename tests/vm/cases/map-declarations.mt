// Maps of a declared sort and size.
let @small = hash(2);
let @recent = lruhash(1000);
let @calls = percpuhash(10);
let @recent_calls = percpulruhash(1000);
let @scalar = lruhash(1);

BEGIN
{
	@small[1] = 1; @small[2] = 2; @small[3] = 3;
	printf("small %d\n", len(@small));
	for ($i : 0..5000) {
		@recent[$i] = $i;
		@recent_calls[$i] = count();
		@calls[$i % 20] = sum($i);
	}
	printf("recent %d %d %d\n", len(@recent) <= 1000, has_key(@recent, 4999), has_key(@recent, 0));
	printf("calls %d %d\n", len(@recent_calls) <= 1000, len(@calls));
	@scalar = 7;
	clear(@recent); clear(@recent_calls); clear(@calls);
	exit();
}
