BEGIN {
	unroll (100) {
		unroll (100) { @a = "what is written out ten thousand times is too much for one program"; }
	}
}
