/* A struct without a name, declared in the same line as units_other.c's, and as large. */
#include "units.h"

typedef struct { long id; int low, high; } mine_t;

int first(shared_t *shared, mine_t *mine)
{
	return shared->state + mine->high;
}

extern int second(shared_t *shared, void *mine);

int main(int argc, char **argv)
{
	return argc > 9 ? first((shared_t *)argv, 0) + second((shared_t *)argv, 0) : 0;
}
