#include "runtime/file_limit.h"

#include <stdbool.h>
#include <sys/resource.h>

static struct rlimit at_start, raised;
static bool is_raised;

static void set(const struct rlimit *limit)
{
	if (is_raised)
		setrlimit(RLIMIT_NOFILE, limit);
}

void file_limit_raise(void)
{
	is_raised = getrlimit(RLIMIT_NOFILE, &at_start) == 0;
	raised = at_start;
	raised.rlim_cur = raised.rlim_max;
	set(&raised);
}

void file_limit_lower(void)
{
	set(&at_start);
}

void file_limit_restore(void)
{
	set(&raised);
}
