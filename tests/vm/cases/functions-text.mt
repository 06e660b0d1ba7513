// Strings and bytes.
BEGIN
{
	$s = "hello world";
	printf("strlen %d %d %d\n", strlen("hello"), strlen(""), strlen($s));
	printf("strncmp %d %d %d %d\n", strncmp("hello", "help", 3), strncmp("hello", "help", 4), strncmp("a", "b", 1), strncmp("a", "b", 0));
	printf("strcontains %d %d %d %d\n", strcontains($s, "o w"), strcontains($s, "wd"), strcontains($s, ""), strcontains("aaab", "aab"));
	print(strcontains($s, "hello"));

	printf("strerror %s, %s, %s\n", strerror(7), strerror(0), strerror(9999));
	print(strerror(13));
	printf("signal_name %s, %s, %s\n", signal_name(15), signal_name(9), signal_name(99));
	print(signal_name(11));
	print((strerror(2), signal_name(1)));
	@error[strerror(2)] = 1; @error[strerror(1)] = 2;
	@signal = signal_name(2);

	$b = buf("a\001b\"\\\n!", 7);
	printf("%r|%rx|%rh|\n", $b, $b, $b);
	printf("%8r|%-8r|\n", buf("abc", 3), buf("ab", 2));
	print($b); print((1, $b));
	@bytes[buf("xy", 2)] = buf("longer", 6);

	print(ntop(0x0100007f)); print(ntop(2, 0x0101a8c0)); printf("%s|%16s|\n", ntop(0x08080808), ntop(1));
	@from[ntop(0x0100007f)] = count();
	print(bswap((uint16)0x1234)); printf("%x %lx %x\n", bswap((uint32)0x12345678), bswap(0x123456789abcdef0), bswap((uint8)0x12));
	exit();
}
