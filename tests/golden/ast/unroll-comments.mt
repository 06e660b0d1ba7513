BEGIN {
	unroll (100) {
		unroll (10) {
			// Of what is written out, neither comments nor blanks count.
			@a++;
		}
	}
}
