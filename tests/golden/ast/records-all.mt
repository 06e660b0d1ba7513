BEGIN {
	$r = (alpha = 1, beta = ("x", (gamma = comm)));
	print($r.beta.1.gamma);
	print($r);
}
