BEGIN {
	unroll (100) { unroll (100) { unroll (100) { unroll (100) { unroll (100) { unroll (100) {
	unroll (100) { unroll (100) { unroll (100) { unroll (100) { unroll (100) { unroll (100) {
	} } } } } }
	} } } } } }
}
