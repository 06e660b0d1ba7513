/*
 * Numbers by the names that C has for them: errors, flags, commands. Those of system calls never
 * change; how the kernel numbers what is its own, the running one says in tracefs.
 */
#include <inttypes.h>
#include <linux/mman.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>

#include "lexer/arena.h"
#include "lexer/value_names.h"
#include "runtime/file.h"
#include "runtime/machine.h"
#include "runtime/output_private.h"

/* Of kernels newer than the headers that memtap may be built with. */
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#define MADV_GUARD_REMOVE  103
#endif
#ifndef MAP_DROPPABLE
#define MAP_DROPPABLE 0x08
#endif

#define NAME(name)          \
	{                   \
		name, #name \
	}
#define NAMES(list)                                  \
	{                                            \
		list, sizeof(list) / sizeof(*(list)) \
	}

/* ---- errors, and results of system calls ---- */

#define ERRNO_MAX 4095 /* the kernel's: results from -ERRNO_MAX to -1 are errors */

static void print_error(FILE *out, uint64_t error)
{
	const char *name = error <= ERRNO_MAX ? strerrorname_np((int)error) : NULL;

	if (name)
		fputs(name, out);
	else
		fprintf(out, "%" PRIu64, error);
}

TEXT_PRINTER(ERRNO_NAME)
{
	uint64_t error = text_word(bytes);

	print_error(out, (int64_t)error < 0 ? -error : error);
}

static bool is_error(uint64_t result)
{
	return -result <= ERRNO_MAX && result;
}

TEXT_PRINTER(RESULT)
{
	uint64_t result = text_word(bytes);

	if (is_error(result))
		print_error(out, -result);
	else
		fprintf(out, "%" PRId64, (int64_t)result);
}

TEXT_PRINTER(RESULT_ADDRESS)
{
	uint64_t result = text_word(bytes);

	if (is_error(result))
		print_error(out, -result);
	else
		fprintf(out, "0x%" PRIx64, result);
}

/* ---- how names are printed ---- */

/* A list of "A|B|0x40", printed one after the other. */
struct flag_text {
	FILE *out;
	bool is_begun;
};

static void add_separator(struct flag_text *text)
{
	fputs(text->is_begun ? "|" : "", text->out);
	text->is_begun = true;
}

static void add_name(struct flag_text *text, const char *name)
{
	add_separator(text);
	fputs(name, text->out);
}

/* Adds the names of the flags that are set. Returns those without a name. */
static uint64_t add_flags(struct flag_text *text, const struct value_names *names, uint64_t flags)
{
	for (size_t i = 0; i < names->count; i++) {
		uint64_t mask = names->items[i].value;

		if (!mask || (flags & mask) != mask)
			continue;
		add_name(text, names->items[i].name);
		flags &= ~mask;
	}
	return flags;
}

static void end_flags(struct flag_text *text, uint64_t rest, const char *none)
{
	if (!rest && text->is_begun)
		return;
	add_separator(text);
	if (rest)
		fprintf(text->out, "0x%" PRIx64, rest);
	else
		fputs(none, text->out);
}

static void print_flags(FILE *out, const struct value_names *names, uint64_t flags,
			const char *none)
{
	struct flag_text text = {.out = out};

	end_flags(&text, add_flags(&text, names, flags), none);
}

static void print_value(FILE *out, const struct value_names *names, uint64_t value)
{
	for (size_t i = 0; i < names->count; i++) {
		if (names->items[i].value == value) {
			fputs(names->items[i].name, out);
			return;
		}
	}
	fprintf(out, "%" PRIu64, value);
}

/*
 * The size of huge pages, as a power of two in the upper bits of flags: "MAP_HUGE_2MB". Returns the
 * rest of the flags.
 */
static uint64_t add_huge_size(struct flag_text *text, const char *prefix, uint64_t flags)
{
	uint64_t power = flags >> MAP_HUGE_SHIFT & MAP_HUGE_MASK;
	const char *unit = power >= 30 ? "GB" : power >= 20 ? "MB" : "KB";

	if (power < 10)
		return flags;
	add_separator(text);
	fprintf(text->out, "%s%d%s", prefix, 1 << power % 10, unit);
	return flags & ~((uint64_t)MAP_HUGE_MASK << MAP_HUGE_SHIFT);
}

/* ---- of system calls ---- */

TEXT_PRINTER(MMAP_PROT)
{
	static const struct value_name list[] = {NAME(PROT_READ),      NAME(PROT_WRITE),
						 NAME(PROT_EXEC),      NAME(PROT_SEM),
						 NAME(PROT_GROWSDOWN), NAME(PROT_GROWSUP)};
	static const struct value_names names = NAMES(list);

	print_flags(out, &names, text_word(bytes), "PROT_NONE");
}

/* Adds what sort of mapping it is, which is a number in the lowest bits. */
static uint64_t add_sharing(struct flag_text *text, uint64_t flags)
{
	static const struct value_name list[] = {NAME(MAP_SHARED), NAME(MAP_PRIVATE),
						 NAME(MAP_SHARED_VALIDATE), NAME(MAP_DROPPABLE)};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++) {
		if (list[i].value == (flags & MAP_TYPE)) {
			add_name(text, list[i].name);
			return flags & ~(uint64_t)MAP_TYPE;
		}
	}
	return flags;
}

TEXT_PRINTER(MMAP_FLAGS)
{
	static const struct value_name list[] = {NAME(MAP_FIXED),     NAME(MAP_ANONYMOUS),
						 NAME(MAP_32BIT),     NAME(MAP_GROWSDOWN),
						 NAME(MAP_DENYWRITE), NAME(MAP_EXECUTABLE),
						 NAME(MAP_LOCKED),    NAME(MAP_NORESERVE),
						 NAME(MAP_POPULATE),  NAME(MAP_NONBLOCK),
						 NAME(MAP_STACK),     NAME(MAP_HUGETLB),
						 NAME(MAP_SYNC),      NAME(MAP_FIXED_NOREPLACE)};
	static const struct value_names names = NAMES(list);
	struct flag_text text = {.out = out};
	uint64_t rest = add_flags(&text, &names, add_sharing(&text, text_word(bytes)));

	end_flags(&text, add_huge_size(&text, "MAP_HUGE_", rest), "0");
}

TEXT_PRINTER(MADVISE_ADVICE)
{
	static const struct value_name list[] = {
		NAME(MADV_NORMAL),	    NAME(MADV_RANDOM),	      NAME(MADV_SEQUENTIAL),
		NAME(MADV_WILLNEED),	    NAME(MADV_DONTNEED),      NAME(MADV_FREE),
		NAME(MADV_REMOVE),	    NAME(MADV_DONTFORK),      NAME(MADV_DOFORK),
		NAME(MADV_MERGEABLE),	    NAME(MADV_UNMERGEABLE),   NAME(MADV_HUGEPAGE),
		NAME(MADV_NOHUGEPAGE),	    NAME(MADV_DONTDUMP),      NAME(MADV_DODUMP),
		NAME(MADV_WIPEONFORK),	    NAME(MADV_KEEPONFORK),    NAME(MADV_COLD),
		NAME(MADV_PAGEOUT),	    NAME(MADV_POPULATE_READ), NAME(MADV_POPULATE_WRITE),
		NAME(MADV_DONTNEED_LOCKED), NAME(MADV_COLLAPSE),      NAME(MADV_HWPOISON),
		NAME(MADV_SOFT_OFFLINE),    NAME(MADV_GUARD_INSTALL), NAME(MADV_GUARD_REMOVE)};
	static const struct value_names names = NAMES(list);

	print_value(out, &names, text_word(bytes));
}

#define MODE_BITS 0777

TEXT_PRINTER(SHMGET_FLAGS)
{
	static const struct value_name list[] = {NAME(IPC_CREAT), NAME(IPC_EXCL), NAME(SHM_HUGETLB),
						 NAME(SHM_NORESERVE)};
	static const struct value_names names = NAMES(list);
	struct flag_text text = {.out = out};
	uint64_t flags = text_word(bytes);
	uint64_t rest = add_flags(&text, &names, flags & ~(uint64_t)MODE_BITS);

	rest = add_huge_size(&text, "SHM_HUGE_", rest);
	if (rest)
		end_flags(&text, rest, "");
	add_separator(&text);
	fprintf(out, "%#" PRIo64, flags & MODE_BITS);
}

TEXT_PRINTER(SHMAT_FLAGS)
{
	static const struct value_name list[] = {NAME(SHM_RDONLY), NAME(SHM_RND), NAME(SHM_REMAP),
						 NAME(SHM_EXEC)};
	static const struct value_names names = NAMES(list);

	print_flags(out, &names, text_word(bytes), "0");
}

TEXT_PRINTER(SHMCTL_COMMAND)
{
	static const struct value_name list[] = {
		NAME(IPC_RMID),	  NAME(IPC_SET),  NAME(IPC_STAT), NAME(IPC_INFO),    NAME(SHM_LOCK),
		NAME(SHM_UNLOCK), NAME(SHM_STAT), NAME(SHM_INFO), NAME(SHM_STAT_ANY)};
	static const struct value_names names = NAMES(list);

	print_value(out, &names, text_word(bytes));
}

/* ---- of the running kernel ---- */

struct kernel_names {
	struct value_names gfp_flags, migrate_reasons;
};

/* None when the kernel has no such tracepoint: the numbers are printed. */
static struct value_names read_names(struct arena *arena, const char *event, const char *field)
{
	struct value_names names = {0};
	struct reason reason;
	const char *tracefs = machine_tracefs(&reason);
	char *text = NULL;

	if (tracefs)
		text = file_read(arena_printf(arena, "%s/events/%s/format", tracefs, event), NULL);
	if (text)
		names = value_names_parse(arena, text, field);
	free(text);
	return names;
}

static const struct kernel_names *kernel_names(struct output *output)
{
	struct kernel_names *names = output->kernel_names;

	if (names)
		return names;
	names = output->kernel_names = arena_new_of(output->arena, struct kernel_names);
	names->gfp_flags = read_names(output->arena, "kmem/kmalloc", "gfp_flags");
	names->migrate_reasons = read_names(output->arena, "migrate/mm_migrate_pages", "reason");
	return names;
}

TEXT_PRINTER(GFP_FLAGS)
{
	print_flags(out, &kernel_names(output)->gfp_flags, text_word(bytes), "0");
}

TEXT_PRINTER(MIGRATE_REASON)
{
	print_value(out, &kernel_names(output)->migrate_reasons, text_word(bytes));
}
