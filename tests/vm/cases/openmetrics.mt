BEGIN {
	$name = "a\"b\\c\n\xff";
	@calls["read", 7] = count(); @calls["read", 7] = count(); @calls[$name, 8] = count();
	@ = sum(-5); @latency[comm == "x", $name] = sum((uint32)9);
	@size["k"] = hist(5); @size["k"] = hist(900); @size["l"] = hist(-3); @steps = lhist(7, 0, 10, 5);
	@mean[pid - pid] = avg(4); @spread = stats(6); @low = min(3); @plain = -2; @text[1] = "no metric";
	@heap["site"] = hold((pid, 3), 64); @heap_bytes = max(7);
	@series = tseries(4, 1s, 5);
	for ($i : 0..1003) { @many[$i] = $i; }
	printf("beside it\n");
	exit();
}
