#include "parser/builtins.h"

#include <string.h>

const struct builtin builtins[BUILTIN_COUNT] = {
#define BUILTIN(id_, name_, contexts_, type, doc_) \
	[BUILTIN_##id_] = {.id = BUILTIN_##id_, .name = name_, .contexts = contexts_, .doc = doc_},
#include "parser/builtins.def"
#undef BUILTIN
};

const struct function functions[FUNCTION_COUNT] = {
#define FUNCTION(id_, name_, least_, most_, contexts_, synopsis_, doc_) \
	[FUNCTION_##id_] = {.id = FUNCTION_##id_,                       \
			    .name = name_,                              \
			    .least = least_,                            \
			    .most = most_,                              \
			    .contexts = contexts_,                      \
			    .synopsis = synopsis_,                      \
			    .doc = doc_},
#include "parser/functions.def"
#undef FUNCTION
};

/* "arg0" to "arg99": whether the probe has so many is for the checker to say. */
static bool is_argument(const char *name, uint32_t *argument)
{
	const char *digits = name + strlen("arg");
	size_t length;

	if (strncmp(name, "arg", strlen("arg")) != 0)
		return false;
	length = strspn(digits, "0123456789");
	if (!length || length > 2 || digits[length] || (length == 2 && digits[0] == '0'))
		return false;
	*argument = 0;
	for (size_t i = 0; i < length; i++)
		*argument = *argument * 10 + (uint32_t)(digits[i] - '0');
	return true;
}

const struct builtin *builtin_find(const char *name, uint32_t *argument)
{
	*argument = 0;
	if (is_argument(name, argument))
		return &builtins[BUILTIN_argN];
	for (size_t i = 0; i < BUILTIN_COUNT; i++)
		if (i != BUILTIN_argN && !strcmp(builtins[i].name, name))
			return &builtins[i];
	return NULL;
}

const struct function *function_find(const char *name)
{
	for (size_t i = 0; i < FUNCTION_COUNT; i++)
		if (!strcmp(functions[i].name, name))
			return &functions[i];
	return NULL;
}
