#include "runtime/symbols_kernel.h"

#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/file.h"
#include "runtime/message.h"
#include "runtime/privileges.h"
#include "runtime/progress.h"

#define KALLSYMS     "/proc/kallsyms"
#define FUNCTION_MAX (1 << 20) /* bytes; the file has no sizes, but no function is larger */

struct kernel_symbol {
	uint64_t address;
	const char *name;
	const char *module; /* without its brackets; NULL: the kernel itself */
	bool is_code;
};

struct kernel_symbols {
	bool is_read;
	char *text; /* of the file, cut into names */
	struct kernel_symbol *symbols;
	size_t count, capacity;
};

/* ---- reading ---- */

static void add_symbol(struct kernel_symbols *symbols, const struct kernel_symbol *symbol)
{
	if (symbols->count == symbols->capacity) {
		symbols->capacity = symbols->capacity ? 2 * symbols->capacity : 1 << 16;
		symbols->symbols = heap_realloc(symbols->symbols,
						symbols->capacity * sizeof(*symbols->symbols));
	}
	symbols->symbols[symbols->count++] = *symbol;
}

/* "ffffffff81000000 T _text" or "ffffffffc0000000 t ext4_alloc\t[ext4]" */
static void parse_line(struct kernel_symbols *symbols, char *line)
{
	char *end, *bracket;
	struct kernel_symbol symbol = {.address = strtoull(line, &end, 16)};

	if (symbol.address == 0 || end[0] != ' ' || end[1] == '\0' || end[2] != ' ' || !end[3])
		return;
	symbol.is_code = strchr("tTwW", end[1]) != NULL;
	symbol.name = end + 3;
	bracket = strstr(end + 3, "\t[");
	if (bracket) {
		*bracket = '\0';
		symbol.module = bracket + 2;
		bracket[2 + strcspn(bracket + 2, "]")] = '\0';
	}
	add_symbol(symbols, &symbol);
}

/* Of several names for one address the first in the file, as the kernel itself does. */
static int compare_symbols(const void *a, const void *b)
{
	const struct kernel_symbol *left = a, *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	return left->name < right->name ? -1 : left->name > right->name;
}

static void parse_text(struct kernel_symbols *symbols)
{
	char *rest = symbols->text, *line;

	while ((line = strsep(&rest, "\n")))
		parse_line(symbols, line);
	if (symbols->count)
		qsort(symbols->symbols, symbols->count, sizeof(*symbols->symbols), compare_symbols);
}

struct kernel_symbols *kernel_symbols_new(void)
{
	return heap_alloc(sizeof(struct kernel_symbols));
}

struct kernel_symbols *kernel_symbols_from_text(const char *text, size_t length)
{
	struct kernel_symbols *symbols = kernel_symbols_new();

	symbols->is_read = true;
	symbols->text = heap_alloc(length + 1);
	memcpy(symbols->text, text, length);
	parse_text(symbols);
	return symbols;
}

void kernel_symbols_free(struct kernel_symbols *symbols)
{
	if (!symbols)
		return;
	free(symbols->symbols);
	free(symbols->text);
	free(symbols);
}

/* ---- finding ---- */

/* The first of the symbols at the highest address that is not above the one asked for. */
static const struct kernel_symbol *find_below(const struct kernel_symbols *symbols,
					      uint64_t address)
{
	size_t low = 0, high = symbols->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (symbols->symbols[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	while (low > 1 && symbols->symbols[low - 2].address == symbols->symbols[low - 1].address)
		low--;
	return low ? &symbols->symbols[low - 1] : NULL;
}

static void read_once(struct kernel_symbols *symbols)
{
	if (symbols->is_read)
		return;
	symbols->is_read = true;
	progress_begin("reading", KALLSYMS);
	symbols->text = file_read(KALLSYMS, NULL);
	parse_text(symbols);
	progress_end();
	if (!symbols->count)
		complain("kernel functions have no names: " KALLSYMS " shows no addresses (%s)",
			 privileges_have(CAP_SYSLOG) ? "sysctl kernel.kptr_restrict"
						     : "this process lacks CAP_SYSLOG");
}

/* Of several of one name, the first. */
bool kernel_symbols_find_address(struct kernel_symbols *symbols, const char *name,
				 uint64_t *address)
{
	read_once(symbols);
	for (size_t i = 0; i < symbols->count; i++) {
		if (strcmp(symbols->symbols[i].name, name) != 0)
			continue;
		*address = symbols->symbols[i].address;
		return true;
	}
	return false;
}

struct symbol kernel_symbols_find(struct kernel_symbols *symbols, uint64_t address)
{
	const struct kernel_symbol *found;

	read_once(symbols);
	found = find_below(symbols, address);
	if (!found || !found->is_code || address - found->address >= FUNCTION_MAX)
		return (struct symbol){.offset = address};
	return (struct symbol){
		.name = found->name,
		.module = found->module ? found->module : "[kernel]",
		.offset = address - found->address,
	};
}
