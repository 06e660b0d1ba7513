# Bodies of several points: programs of a script that has many, and of one that has few.
#@ compile bodies.mto verified-bodies.mt
#@ compile few.mto -e 'probe a:c(n, t) = uretprobe:/tests/bin/calls:outer (entry(arg0), "outer"), uretprobe:/tests/bin/calls:inner (entry(arg0), "inner"); a:c { for ($i : 0..args.n) { if ($i == 3) { return; } @r[args.t] = count(); } @c[pid] = count(); @t[args.t] = count(); @s[args.t] = sum(args.n); @m[args.t] = max(args.n); @h[args.t] = hist(args.n); @a[args.t, args.n] = stats(args.n); }'
memtap -c 'calls --now --exit 3' bodies.mto >trace.out
grep -c '^@' trace.out
grep -E '^@(texts|sums|summed|after|most|n)\[' trace.out
memtap -c 'calls --now --exit 3' few.mto >trace.out
grep -E '^@[tsm]\[' trace.out
