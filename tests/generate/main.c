/*
 * generator [--evaluate] FOLDER FIRST COUNT: write random programs into FOLDER, N.mt for each
 * number N from FIRST on. Those of --evaluate compute, and N.expected is what they print.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/generate/evaluate.h"
#include "tests/generate/generator.h"

static FILE *create(const char *folder, unsigned long number, const char *suffix)
{
	char name[4096];
	FILE *file;

	snprintf(name, sizeof(name), "%s/%lu.%s", folder, number, suffix);
	file = fopen(name, "w");
	if (!file) {
		perror(name);
		exit(1);
	}
	return file;
}

static void close_written(FILE *file)
{
	if (!fclose(file))
		return;
	perror("generator");
	exit(1);
}

static void write_program(const char *folder, unsigned long number, bool is_evaluated)
{
	FILE *program = create(folder, number, "mt");

	if (is_evaluated) {
		FILE *expected = create(folder, number, "expected");

		evaluate(number, program, expected);
		close_written(expected);
	} else {
		generate(number, program);
	}
	close_written(program);
}

int main(int argc, char **argv)
{
	bool is_evaluated = argc > 1 && !strcmp(argv[1], "--evaluate");
	unsigned long first, count;

	argv += is_evaluated;
	argc -= is_evaluated;
	if (argc != 4) {
		fputs("generator [--evaluate] FOLDER FIRST COUNT\n", stderr);
		return 2;
	}
	first = strtoul(argv[2], NULL, 0);
	count = strtoul(argv[3], NULL, 0);
	for (unsigned long number = first; number < first + count; number++)
		write_program(argv[1], number, is_evaluated);
	return 0;
}
