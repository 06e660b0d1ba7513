#!/usr/bin/env memtap
#ifndef BPFTRACE_HAVE_BTF
#include <linux/no_such_header.h>
#endif
#include <linux/sched.h>
#include <linux/mm.h>
#define LIMIT (1 << 4)
#define NAME "a name"
BEGIN {
	printf("%s %d %d\n", NAME, LIMIT, LIMIT - 1);
	print(((struct task_struct *)curtask)->tgid == pid);
	exit();
}
