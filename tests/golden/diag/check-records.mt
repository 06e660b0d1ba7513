BEGIN {
	$r = (alpha = 1, beta = 2);
	print($r.alpa);
	print($r->alpha);
	$r = (alpha = 1, gamma = 2);
	$r = (1, 2);
	$r = (beta = 1, alpha = 2);
}
