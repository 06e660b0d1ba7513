#include "lexer/probe_kind.h"

#include <string.h>

#include "lexer/text.h"

const struct probe_kind probe_kinds[PROBE_KIND_COUNT] = {
#define PROBE_KIND(id, file, name_, others_, section_, traits_, least_, most_, fill, form_) \
	[PROBE_KIND_##id] = {.name = name_,                                                 \
			     .others = others_,                                             \
			     .section = section_,                                           \
			     .traits = traits_,                                             \
			     .least = least_,                                               \
			     .most = most_,                                                 \
			     .form = form_},
#include "lexer/probe_kinds.def"
#undef PROBE_KIND
};

static bool is_listed(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = list; length && (at = strstr(at, word)); at += length)
		if ((at == list || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	return false;
}

bool probe_kind_find(const char *spelling, unsigned int *number)
{
	for (unsigned int i = 0; i < PROBE_KIND_COUNT; i++) {
		if (strcmp(spelling, probe_kinds[i].name) != 0 &&
		    !is_listed(probe_kinds[i].others, spelling))
			continue;
		*number = i;
		return true;
	}
	return false;
}

const char *probe_kind_nearest(const char *spelling)
{
	const char *names[PROBE_KIND_COUNT];

	for (unsigned int i = 0; i < PROBE_KIND_COUNT; i++)
		names[i] = probe_kinds[i].name;
	return nearest_name(spelling, names, PROBE_KIND_COUNT);
}

bool probe_kind_has(unsigned int number, unsigned int traits)
{
	return number < PROBE_KIND_COUNT && probe_kinds[number].traits & traits;
}
