#if 1
#undef X
#define MAX(a, b) a
#endif
#else
#ifdef NEVER
BEGIN { this is left out }
#ifndef NOR
#else
#endif
#else
BEGIN { $x = 1; }
#endif
#define BROKEN struct
#ifndef OPEN
BEGIN {
#include <linux/sched.h>
	exit();
}
