// One body for several points: fields in registers and in memory, loops, what is left early, what asks for the point.
probe all:calls(n, doubled, text, negative, last) =
	uretprobe:/tests/bin/calls:outer (entry(arg0), 2 * entry(arg0), "outer", -(int64)entry(arg0), retval),
	uretprobe:/tests/bin/calls:inner (entry(arg0), entry(arg0) + entry(arg0), "inner", 0 - (int64)entry(arg0), retval - 1) /entry(arg0) != 2/,
	uretprobe:/tests/bin/calls:six (entry(arg0), 2 * entry(arg0), "six", -(int64)entry(arg0), entry(arg5));

fn count_end($which) { @ends[$which]++; if (@ends[$which] == 2) { exit(); } return @ends[$which]; }

all:calls /args.n < 5/ {
	$sum = 0;
	for ($i : 0..args.n) {
		if ($i == 3) { break; }
		if (args.text == "inner" && $i == 1) { @left[args.n] = count(); return; }
		$sum += args.doubled;
	}
	@sum[args.text] = sum($sum);
	if (args.text == "six") { return; }
	@after[args.text, args.n] = sum(args.last - args.negative);
}
all:calls { @functions[func, args.doubled] = count(); @depth[len(ustack(1))] = count(); }
all:calls /args.n/ { @took[func] = sum(elapsed_ns() > 0); @entered[entry(tid) == tid] = count(); }
all:calls /args.text == "outer" && args.n == 5/ { @before = count(); count_end(args.text); @not_after_the_second = count(); }

// The body claims its scratch memory itself, and is left early more often than there is any.
probe few:calls(n) = uprobe:/tests/bin/calls:outer (arg0), uprobe:/tests/bin/calls:inner (arg0);
few:calls { if (args.n % 2) { return; } @frames[args.n] = sum(len(ustack(1))); for ($i : 0..4) { if ($i == args.n) { return; } } @to_the_end[args.n] = count(); }
