BEGIN {
	@scalar = 1;
	@keyed[1] = 1;
	print(has_key(@scalar, 1));
	print(has_key(@keyed, "text"));
	print(has_key(@keyed[1], 1));
	print(has_key(5, 1));
	print(has_key(@keyed));
	print(len(@scalar));
	print(len(@keyed[1]));
	print(len("text"));
	print(len(pid));
	let $short: string[4] = "too long";
}
