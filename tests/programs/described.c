/*
 * described N: functions with arguments of all sorts, which debug info names, called N times each.
 */
#include "workload.h"

enum color { RED, GREEN = 5, BLUE };

typedef struct {
	int x, y;
} point_t;

struct inner {
	short first;
	char tag[8];
};

struct item {
	const char *name;
	int count;
	enum color color;
	struct inner inside;
	point_t corners[3];
	union {
		int low_part;
		long both_parts;
	};
	unsigned int low : 3, high : 5;
	struct item *next;
	int table[2][3];
};

struct pair {
	long first, second;
};

struct large {
	long words[3];
};

/* What it is given is used, so that none of it is optimised away. */
static volatile long sink;

int look(const struct item *item, int number, unsigned char byte, enum color color,
	 const char *text, bool is_last)
{
	sink += item->count + number + byte + color + text[0] + is_last;
	return number - 100;
}

const struct item *pick(const struct item *item, unsigned int index, const point_t *point)
{
	sink += index + point->x;
	return item->next;
}

/* Floating-point numbers have registers of their own, a small struct takes two, a large one none. */
long mixed(double ratio, int a, struct pair pair, struct large large, int b, float fraction, int c,
	   int d)
{
	sink += a + pair.first + large.words[2] + b + c + d + (long)(ratio + fraction);
	return c;
}

/* The caller says where the result is to be, in the first register. */
struct large make(int a, long b)
{
	sink += a;
	return (struct large){{a, b, a + b}};
}

static const struct item second = {.name = "second", .count = -2, .color = BLUE};
static const struct item first = {
	.name = "first",
	.count = 11,
	.color = GREEN,
	.inside = {3, "tag"},
	.corners = {{1, 2}, {3, 4}, {5, 6}},
	.both_parts = 0x100000007,
	.low = 5,
	.high = 17,
	.next = (struct item *)&second,
	.table = {{1, 2, 3}, {4, 5, 6}},
};

int main(int argc, char **argv)
{
	static const point_t point = {8, 9};
	long times;

	workload_options(&argc, &argv);
	times = argc > 1 ? atol(argv[1]) : 1;
	workload_begin();
	for (long i = 0; i < times; i++) {
		sink += look(&first, -7, 200, BLUE, "hello", true);
		sink += pick(&first, 42, &point)->count;
		sink += mixed(0.5, 10, (struct pair){1, 2}, (struct large){{3, 4, 5}}, 20, 1.5f, 30,
			      40);
		sink += make(50, 60).words[2];
	}
	workload_end();
	return 0;
}
