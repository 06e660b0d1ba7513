// Bodies of several points, which hand keys in their stack on to functions that make values: what Linux 7.2 has refused once.
probe few:calls(n, text) =
	uretprobe:/tests/bin/calls:outer (entry(arg0), "outer"),
	uretprobe:/tests/bin/calls:inner (entry(arg0), "inner");

few:calls /args.n < 5/ {
	$sum = 0;
	for ($i : 0..args.n) {
		if ($i == 3) { break; }
		if (args.text == "inner" && $i == 4) { return; }
		$sum += args.n;
	}
	@calls[pid] = count();
	@texts[args.text] = count();
	@summed[args.text] = sum($sum);
	@times[tid] = count();
	@after[args.text, args.n] = sum($sum - 1);
}
few:calls { @sums[args.text] = sum(args.n); @of[args.text, args.n] = sum(1); }
few:calls { @most[args.text] = max(args.n); @least[args.n, args.text] = min(args.n); }
few:calls { @stats[args.text] = stats(args.n); @average["a", args.text] = avg(args.n); }
few:calls { @hist[args.text] = hist(args.n); @linear[args.text] = lhist(args.n, 0, 8, 2); }
few:calls { @n[args.text]++; @last[args.text, tid] = args.n; @n[args.text] += 2; }
