#include <linux/sched.h>
#define SIZE 4
BEGIN { $x = 1; }
