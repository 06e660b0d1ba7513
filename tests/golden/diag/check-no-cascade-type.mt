// A declaration that was refused is not an unknown type wherever it is used.
struct own { int x; struct own y; };
union either { int x; union either y; };
struct large { int x[1000000]; };
typedef no_such_t alias_t;
enum huge { HUGE = 1 << 40 };
struct user { struct own a; };
struct another { alias_t a; enum huge b; union either c; };
fn of($x: alias_t) { print($x); }
BEGIN {
	print(sizeof(struct own));
	print(sizeof(struct large));
	print(sizeof(union either));
	print(sizeof(alias_t) + sizeof(struct user));
	print((enum huge)1);
	print(((struct own *)0)->x + sizeof(struct another));
	print(sizeof(struct own_typo));
	print(sizeof(own));
}
kprobe:vfs_read {
	@[ustack(perf, foo)] = count();
	@ok[kstack(perf, 3 + 1)] = count();
}
