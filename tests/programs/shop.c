/*
 * shop [--hostile] ROUNDS [INTERVAL-MS]: a server as a report may be of, whose heap has a known shape. Each round it
 *
 *     serves a request: 4096 bytes in session_open(), leaked; 1024 in parse_query(), freed at once
 *     fills a cache: 8192 bytes in cache_store(), of which the last 16 stay
 *     writes a log line: 200 bytes in log_line(), leaked
 *
 * and after half of them it loads an index once, of 65536 bytes in load_index(), which stays. So of ROUNDS (at least 16) are held in the
 * end: 4096 and 200 a round, 16 times 8192, and 65536. With --hostile another function loads it, whose name would run as a script in a
 * page that takes names for HTML.
 */
#include "workload.h"

#include <time.h>

#define CACHED 16

static bool is_hostile;

/* Volatile: else the compiler sees that nobody reads what is allocated. */
static void *volatile block;
static void *volatile cache[CACHED];

static void pause_ms(int ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000L};

	nanosleep(&t, NULL);
}

static void *take(size_t size)
{
	void *taken = malloc(size);

	if (!taken)
		abort();
	*(volatile char *)taken = 1;
	return taken;
}

static void parse_query(void)
{
	block = take(1024);
	free(block);
}

static void session_open(void)
{
	block = take(4096);
}

static void serve_request(void)
{
	parse_query();
	session_open();
}

static void cache_store(int round)
{
	free(cache[round % CACHED]);
	cache[round % CACHED] = take(8192);
}

static void log_line(void)
{
	block = take(200);
}

void hostile(void) __asm__("\"</script><img src=x onerror=alert(1)>\"");
void hostile(void)
{
	block = take(65536);
}

static void load_index(void)
{
	block = take(65536);
}

static void run_round(int round, int rounds)
{
	serve_request();
	cache_store(round);
	log_line();
	if (round == rounds / 2)
		is_hostile ? hostile() : load_index();
}

int main(int argc, char **argv)
{
	workload_options(&argc, &argv);
	if (argc > 1 && !strcmp(argv[1], "--hostile")) {
		is_hostile = true;
		argc--, argv++;
	}
	if (argc < 2)
		return 2;
	workload_begin();
	for (int round = 0; round < atoi(argv[1]); round++) {
		run_round(round, atoi(argv[1]));
		if (argc > 2)
			pause_ms(atoi(argv[2]));
	}
	workload_end();
	return 0;
}
