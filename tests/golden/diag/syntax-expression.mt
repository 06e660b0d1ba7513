BEGIN {
	$a = 1 +;
	$b = (1;
	$c = f(1, );
	$d = 1 ? 2;
	$e = @m[];
	$f = $a.;
	$g = * ;
	$h = (uint32)
	;
	$i = a b c;
	$j = sizeof struct x;
}
