/*
 * replay [-d COUNT] NAME FILE...: give the target each file as it is and then COUNT times with
 * some damage, which is the same in every run. Prints `ok NAME` when it got to the end, and
 * otherwise which file it was that it died of: tests/run reads both.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

#define SECONDS_MAX 120 /* for one input; on a busy machine even short ones take long */

/* Sanitizers call it before they end the program. */
void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static const char *name = "fuzz", *file;
static unsigned int damage; /* that was done to it; 0: none */

struct bytes {
	uint8_t *items;
	size_t size;
};

/* ---- when it dies ---- */

static void say(const char *text)
{
	if (write(STDOUT_FILENO, text, strlen(text)) < 0)
		_exit(1);
}

static void report(void)
{
	char line[1024];

	snprintf(line, sizeof(line), "not ok %s: died of %s, damage %u\n", name, file, damage);
	say(line);
}

static void end(int number)
{
	report();
	signal(number, SIG_DFL);
	raise(number);
}

static void watch(void)
{
	static const int numbers[] = {SIGABRT, SIGALRM, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(report);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (!__sanitizer_set_death_callback || numbers[i] == SIGALRM)
			signal(numbers[i], end);
}

/* ---- damage ---- */

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static void damage_place(struct bytes *bytes, uint32_t *state)
{
	static const uint32_t words[] = {0, 1, UINT32_MAX, INT32_MAX, 0x80000000, 0x10000};
	size_t at = next_random(state) % bytes->size;
	uint32_t word = words[next_random(state) % (sizeof(words) / sizeof(*words))];

	switch (next_random(state) % 4) {
	case 0: /* one bit */
		bytes->items[at] ^= 1u << next_random(state) % 8;
		break;
	case 1: /* a number that is at a limit */
		memcpy(bytes->items + at, &word,
		       bytes->size - at < sizeof(word) ? bytes->size - at : sizeof(word));
		break;
	case 2: /* something from elsewhere */
		memmove(bytes->items + at, bytes->items + next_random(state) % (at + 1),
			bytes->size - at < 16 ? bytes->size - at : 16);
		break;
	case 3: /* cut off, mostly near the end */
		if (next_random(state) % 4 == 0)
			bytes->size = at + 1;
		break;
	}
}

static void give_damaged(const struct bytes *whole, unsigned int seed)
{
	struct bytes bytes = {malloc(whole->size), whole->size};
	uint32_t state = 0x9e3779b9u * seed ^ (uint32_t)whole->size;

	if (!bytes.items || !state)
		fuzz_fail("out of memory");
	memcpy(bytes.items, whole->items, whole->size);
	for (uint32_t places = 1 + seed % 4; places; places--)
		damage_place(&bytes, &state);
	fuzz_one(bytes.items, bytes.size);
	free(bytes.items);
}

/* ---- files ---- */

static struct bytes read_file(const char *path)
{
	FILE *in = fopen(path, "re");
	struct bytes bytes = {0};
	long size;

	if (!in || fseek(in, 0, SEEK_END) != 0 || (size = ftell(in)) < 0)
		fuzz_fail("cannot read %s", path);
	rewind(in);
	bytes.size = (size_t)size;
	bytes.items = malloc(bytes.size + 1);
	if (!bytes.items || fread(bytes.items, 1, bytes.size, in) != bytes.size)
		fuzz_fail("cannot read %s", path);
	fclose(in);
	/* Of its own size, so that AddressSanitizer sees what reads beyond. */
	bytes.items = realloc(bytes.items, bytes.size ? bytes.size : 1);
	return bytes;
}

static void give(unsigned int damages)
{
	struct bytes bytes = read_file(file);

	for (damage = 0; damage <= damages; damage++) {
		alarm(SECONDS_MAX);
		if (!damage)
			fuzz_one(bytes.items, bytes.size);
		else if (bytes.size)
			give_damaged(&bytes, damage);
	}
	alarm(0);
	free(bytes.items);
}

int main(int argc, char **argv)
{
	unsigned int damages = 0;
	int option;

	while ((option = getopt(argc, argv, "d:")) != -1) {
		if (option != 'd')
			return 2;
		damages = (unsigned int)strtoul(optarg, NULL, 10);
	}
	if (argc - optind < 2)
		return 2;
	name = argv[optind];
	watch();
	fuzz_begin();
	for (int i = optind + 1; i < argc; i++) {
		file = argv[i];
		give(damages);
	}
	printf("ok %s\n", name);
	return 0;
}
