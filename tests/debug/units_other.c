/* See units.c. */
#include "units.h"

typedef struct { int least, most; long key; } mine_t;

int second(shared_t *shared, mine_t *mine)
{
	return shared->state + mine->most;
}
