// Types as in C: a record of a program, of which it is told how it was laid out.
#define NAME_SIZE 16
enum color { RED, GREEN = 5, BLUE, DARK = -1 };
enum { LONE = 1 << 4 };
typedef unsigned long word_t;
typedef struct { int x, y; } point_t;
struct inner { char c; short s; };
struct record {
	int a;
	char name[NAME_SIZE];
	struct record *next;
	unsigned int low : 3, high : 7;
	signed int negative : 5;
	unsigned long big;
	struct inner in;
	union { word_t w; uint8_t bytes[8]; };
	struct { int deep; } named;
	enum color color;
	point_t p;
	long long numbers[2][3];
	void (*callback)(void *, int);
	bool flag;
	const char *text;
}
union either { int i; struct inner s; };

/* The kernel has one of this name: this one hides it. */
struct task_struct { int mine; };
struct around { struct mm_struct *mm; struct task_struct task; };

BEGIN {
	print((sizeof(struct record), sizeof(union either), sizeof(struct inner), sizeof(struct task_struct), sizeof(struct around)));
	print((RED, GREEN, BLUE, LONE));
}
uprobe:/tests/bin/records:record {
	$r = (struct record *)arg0;
	print(($r->a, $r->name, $r->low, $r->high, $r->negative, $r->big == 1 << 40, $r->in.c, $r->in.s));
	print(($r->w == 0x0102030405060708, $r->bytes[0], $r->bytes[7], $r->named.deep, $r->color == DARK));
	print(($r->p.x, $r->p.y, $r->numbers[1][2], $r->callback, $r->flag, str($r->text)));
	print(($r->next->a, $r->next->next == 0));
	print($r->color); printf("%d %s\n", $r->color, $r->color); print($r->color + 1);
	@colors[$r->color] = count();
	@sizes = (sizeof(point_t), sizeof(word_t), sizeof($r->numbers[0][0]), (word_t)(-1) > 0);
}
