/*
 * records: a function is called once with a record of all kinds of members, or, with an argument, prints the
 * size of the record, as the compiler lays it out, and does nothing else.
 */
#include "workload.h"

#include <stdint.h>

#define OPAQUE __attribute__((noipa))

#define NAME_SIZE 16
enum color { RED, GREEN = 5, BLUE, DARK = -1 };
typedef unsigned long word_t;
typedef struct {
	int x, y;
} point_t;
struct inner {
	char c;
	short s;
};
struct record {
	int a;
	char name[NAME_SIZE];
	struct record *next;
	unsigned int low : 3, high : 7;
	signed int negative : 5;
	unsigned long big;
	struct inner in;
	union {
		word_t w;
		uint8_t bytes[8];
	};
	struct {
		int deep;
	} named;
	enum color color;
	point_t p;
	long long numbers[2][3];
	void (*callback)(void *, int);
	_Bool flag;
	const char *text;
};

OPAQUE static int record(const struct record *r)
{
	return r->a;
}

int main(int argc, char **argv)
{
	struct record second = {.a = 2};
	struct record first = {
		.a = 1,
		.name = "a name",
		.next = &second,
		.low = 5,
		.high = 100,
		.negative = -3,
		.big = 1ul << 40,
		.in = {'c', -7},
		.w = 0x0102030405060708,
		.named = {77},
		.color = DARK,
		.p = {10, 20},
		.numbers = {{1, 2, 3}, {4, 5, 6}},
		.flag = true,
		.text = "a text",
	};

	workload_options(&argc, &argv);
	if (argc > 1) {
		workload_say("%zu\n", sizeof(struct record));
		return 0;
	}
	workload_begin();
	record(&first);
	workload_end();
	return 0;
}
