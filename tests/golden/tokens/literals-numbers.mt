// Bases, separators, exponents, sizes and durations.
BEGIN {
	0; 42; 1_000_000; 18446744073709551615; 1e6; 12e3;
	0x2a; 0XFF_FF; 0xffffffffffffffff; 052; 0_7;
	64K; 10M; 1G;
	7ns; 8us; 9ms; 10s; 11m; 12h; 13d; 1e3ms; 0s;
	'a'; '\n'; '\0'; '\x7f'; '\'';
}
