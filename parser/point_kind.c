#include "parser/point_kind.h"

#include <string.h>

#include "lexer/text.h"

struct spelling {
	const char *name, *other;
};

static const struct spelling spellings[] = {
	[POINT_BEGIN] = {"BEGIN", "begin"},	  [POINT_END] = {"END", "end"},
	[POINT_INTERVAL] = {"interval", "i"},	  [POINT_KPROBE] = {"kprobe", "k"},
	[POINT_KRETPROBE] = {"kretprobe", "kr"},  [POINT_UPROBE] = {"uprobe", "u"},
	[POINT_URETPROBE] = {"uretprobe", "ur"},  [POINT_USDT] = {"usdt", "U"},
	[POINT_TRACEPOINT] = {"tracepoint", "t"},
};

#define KINDS (sizeof(spellings) / sizeof(*spellings))

bool point_kind_find(const char *spelling, enum point_kind *kind)
{
	for (size_t i = 0; i < KINDS; i++) {
		if (strcmp(spelling, spellings[i].name) && strcmp(spelling, spellings[i].other))
			continue;
		*kind = (enum point_kind)i;
		return true;
	}
	return false;
}

const char *point_kind_name(enum point_kind kind)
{
	return kind < KINDS ? spellings[kind].name : "named";
}

const char *point_kind_nearest(const char *spelling)
{
	const char *names[KINDS];

	for (size_t i = 0; i < KINDS; i++)
		names[i] = spellings[i].name;
	return nearest_name(spelling, names, KINDS);
}
