// A '/' ends a predicate where nothing follows that it could divide by.
kprobe:a /arg0 / 2 == 1/ { }
kprobe:b /arg0 / (2 / arg1)/ // a comment, and another
	/* before the body */ { }
kprobe:c/1/{ $x = 1 / 2 / 3; }
probe x:y(f) = kprobe:d (1 / 2) /arg0 / 3/ | kprobe:e (4) /5/, kprobe:g (6) /7 / 8/;
