/*
 * The front end for libFuzzer. A run is limited by CPU time, that of child processes included, so
 * that it means the same on a busy machine: FUZZ_SECONDS of it, then libFuzzer is asked to end.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "tests/fuzz/fuzz.h"

#define INPUTS_BETWEEN 64 /* looks at the clock */

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static long limit;

static long seconds_of(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *text = getenv("FUZZ_SECONDS");

	limit = text ? strtol(text, NULL, 10) : 0;
	fuzz_begin();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static unsigned int inputs;

	fuzz_one(data, size);
	if (limit && ++inputs % INPUTS_BETWEEN == 0 &&
	    seconds_of(RUSAGE_SELF) + seconds_of(RUSAGE_CHILDREN) >= limit)
		raise(SIGUSR1);
	return 0;
}
