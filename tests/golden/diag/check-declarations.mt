let @a = foo(2);
let @b = hash(0);
let @c = percpuhash(5);
let @d = hash(5);
let @e = lruhash(99999999999);
let @f = hash(5);
let @f = hash(6);
let @g = percpulruhash(6);
let @h = lruhash(6);
let @never = hash(1);
BEGIN {
	@a[1] = 1; @b[1] = 1; @c[1] = 1;
	@d[1] = count();
	@e[1] = 1; @f[1] = 1;
	@g["text"] = "text";
	@h[1] = hold(1, 2);
}
