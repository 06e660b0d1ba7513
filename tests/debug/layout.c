/* What debug info has to say of a program: compiled in several ways, it says the same. */
#include <stdbool.h>
#include <stdint.h>

struct hidden; /* defined in hidden.c */

enum level { LOW = -1, HIGH = 200 };
enum { LIMIT = 3000000000 };

typedef struct {
	unsigned int a : 3, : 2, b : 30;
	uint64_t c : 40;
	char letters[4][8];
	union {
		struct {
			short deep;
		};
		double number;
	};
	void (*handler)(int);
	const volatile bool *flags[2];
	enum { ONE, TWO } choice;
	int rest[];
} record_t;

static volatile long sink;

int known(const record_t *record, struct hidden *hidden, enum level level, _Bool is_set,
	  unsigned char letters[8], __int128 wide)
{
	sink += record->a + LIMIT + (hidden != 0) + level + is_set + letters[0] + (long)wide;
	return (int)sink;
}

int described(long double huge, float _Complex point, __int128 wide, struct { float x, y; } floats,
	      struct { long l; double d; } mixed, char last)
{
	sink += (long)huge + (long)point + (long)wide + (long)floats.x + mixed.l + last;
	return (int)sink;
}

extern int opened(struct hidden *hidden);

int main(int argc, char **argv)
{
	return opened((struct hidden *)argv) + known(0, 0, LOW, argc, 0, 0);
}
