/*
 * report: what tools that print every few seconds have in common.
 */

/*
 * Puts into @new what has come to each sum of @all since the last call, and forgets keys to which nothing came. Nothing is lost
 * that happens meanwhile, as it would be if @all were printed and then cleared.
 */
macro add_new(@all, @before, @new) {
	for ($kv : @all) {
		if ($kv.1 == @before[$kv.0]) {
			delete(@all[$kv.0]);
			delete(@before[$kv.0]);
		} else {
			@new[$kv.0] = $kv.1 - @before[$kv.0];
			@before[$kv.0] = $kv.1;
		}
	}
}
