// Declarations in C stand beside the kernel's types.
#define SIZE 2
enum color { RED, GREEN = SIZE + 3, BLUE };
typedef unsigned int number_t, *pointer_t;
typedef struct { int x, y; } point_t;
typedef struct tag { number_t n; } tag_t;
struct point {
	point_t at[SIZE][3];
	const struct point *next, **others;
	union { int i; struct { short s; } inner; };
	unsigned flags : 2;
};
BEGIN { exit(); }
kprobe:vfs_read {
	$p = (struct point *)arg0;
	print(($p->at[1][2].y, $p->next->inner.s, $p->i, BLUE, sizeof(struct point), ((tag_t *)arg1)->n, (number_t)3));
}
