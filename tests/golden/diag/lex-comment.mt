BEGIN { $x = 1; /* this goes on
	to the end }
