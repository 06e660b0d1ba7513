#include "runtime/meminfo.h"

#include <string.h>

#include "runtime/units.h"

#define LINE_MAX_BYTES 256

bool meminfo_find(const char *name, uint64_t *line)
{
	FILE *file = fopen("/proc/meminfo", "re");
	size_t length = strlen(name);
	char text[LINE_MAX_BYTES];
	bool found = false;

	for (*line = 0; file && fgets(text, sizeof(text), file); (*line)++) {
		found = strncmp(text, name, length) == 0 && text[length] == ':';
		if (found)
			break;
	}
	if (file)
		fclose(file);
	return found;
}

void meminfo_print(FILE *out, uint64_t line)
{
	FILE *file = fopen("/proc/meminfo", "re");
	char text[LINE_MAX_BYTES] = "", unit[3] = "";
	unsigned long long number;

	for (uint64_t i = 0; file && i <= line; i++)
		if (!fgets(text, sizeof(text), file))
			text[0] = '\0';
	if (file)
		fclose(file);
	if (sscanf(text, "%*[^:]: %llu %2s", &number, unit) < 1)
		return;
	if (strcmp(unit, "kB") == 0)
		unit_print(out, PLAN_UNIT_BYTES, number << 10, false);
	else
		unit_print(out, PLAN_UNIT_NONE, number, false);
}
