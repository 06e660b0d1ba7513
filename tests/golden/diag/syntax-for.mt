BEGIN {
	for ($i = 0; $i < 5; $i++) { @a = $i; }
	for ($i = 0; $i < 5; $i += 1) { @a = $i; }
	for ($i, 5) { @a = $i; }
	let $x 5;
}
