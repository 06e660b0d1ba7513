#ifndef BPFTRACE_HAVE_BTF
#include <linux/path.h>
this is left out
#ifdef X
#endif
#else
#include <linux/sched.h>
#endif
#define SIZE 4
#define TWICE (SIZE * 2) // a comment
#define NOTHING
#define TEXT "hello"
#define MASK 1 << 3 \
	| 1
#ifdef NOTHING
BEGIN { print((TWICE, TEXT, MASK * 2, SIZE + 1, LAST)); exit(); }
#endif
#define LAST 3