BEGIN {
	if $x { print(1); } else { print(2); }
	if (1 { print(3); } else if (4) { print(5); }
	else { print(6); }
	print(7)) ;
}
