#include "runtime/file_limit.h"

#include <sys/resource.h>

static rlim_t kept = RLIM_INFINITY;
static struct rlimit own;

void file_limit_keep(void)
{
	if (getrlimit(RLIMIT_NOFILE, &own) == 0)
		kept = own.rlim_cur;
}

void file_limit_lower(void)
{
	struct rlimit lower;

	getrlimit(RLIMIT_NOFILE, &own);
	lower = own;
	if (kept < lower.rlim_cur)
		lower.rlim_cur = kept;
	setrlimit(RLIMIT_NOFILE, &lower);
}

void file_limit_restore(void)
{
	setrlimit(RLIMIT_NOFILE, &own);
}
