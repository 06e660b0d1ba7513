/*
 * The text of a probe -> a point.
 *
 *     kprobe:nf_tables:nft_do_chain+0x10
 *     kind   target    name         offset
 *
 * A ':' parts it, but for what is in quotes. How many parts there may be, and which fill_...() takes
 * them, is in the kind's row of lexer/probe_kinds.def.
 */
#include <ctype.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/literal.h"
#include "lexer/perf_event.h"
#include "lexer/text.h"
#include "parser/build.h"
#include "parser/script_private.h"

#define MOST_PARTS    4
#define NS_PER_SECOND UINT64_C(1000000000)

struct part {
	const char *text; /* as written */
	struct span span;
};

struct parts {
	struct part items[MOST_PARTS]; /* of the kind first */
	size_t count;		       /* may be more than there is room for */
};

static void report(struct parser *parser, struct span span, const char *text)
{
	diag_error(parser->diag, span, E_PROBE, "%s", text);
}

/* ---- parts ---- */

/* Up to the first of that character that is not in quotes. */
static size_t length_until(const char *text, char end)
{
	bool is_quoted = false;
	size_t length = 0;

	for (; text[length] && (is_quoted || text[length] != end); length++)
		if (text[length] == '"')
			is_quoted = !is_quoted;
	return length;
}

static struct parts split(struct parser *parser, const char *text, struct span span)
{
	struct parts parts = {.count = 0};
	uint32_t place = span.begin;

	for (;;) {
		size_t length = length_until(text, ':');

		if (parts.count < MOST_PARTS)
			parts.items[parts.count] = (struct part){
				.text = arena_strndup(parser->arena, text, length),
				.span = parser->is_replaced
						? span
						: (struct span){place, place + (uint32_t)length},
			};
		parts.count++;
		if (!text[length])
			return parts;
		text += length + 1;
		place += (uint32_t)length + 1;
	}
}

/* Without its quotes. */
static const char *plain_text(struct parser *parser, const char *text)
{
	char *plain = arena_strdup(parser->arena, text), *to = plain;

	for (; *text; text++)
		if (*text != '"')
			*to++ = *text;
	*to = '\0';
	return plain;
}

bool build_is_name(const char *text)
{
	if (!isalpha((unsigned char)*text) && *text != '_')
		return false;
	while (isalnum((unsigned char)*text) || *text == '_')
		text++;
	return !*text;
}

/* ---- what the kinds have behind the first ':' ---- */

static bool read_number(struct parser *parser, const char *text, struct span span, uint64_t *value)
{
	struct number_literal number;
	const char *problem = literal_number(text, strlen(text), &number);

	if (!problem && number.is_duration)
		problem = "a number without a unit is wanted here";
	if (problem)
		diag_error(parser->diag, span, E_PROBE, "'%s': %s", text, problem);
	*value = number.value;
	return !problem;
}

/* The '+' of +OFFSET, or NULL. In quotes it belongs to a name: "operator+". */
static const char *find_offset(const char *text)
{
	size_t length = length_until(text, '+');

	return text[length] ? text + length : NULL;
}

/* What may follow a function's name, or stand in its place. */
enum { MAY_HAVE_OFFSET = 1, MAY_HAVE_ADDRESS = 2 };

static void fill_offset(struct parser *parser, const struct part *part, const char *plus,
			unsigned int may, struct point *point)
{
	struct span span = {part->span.begin + (uint32_t)(plus - part->text), part->span.end};

	if (!(may & MAY_HAVE_OFFSET))
		diag_error(parser->diag, span, E_PROBE, "%s takes no offset",
			   probe_kinds[point->kind].name);
	else if (glob_has_wildcard(point->name))
		report(parser, span, "an offset needs one function, without '*'");
	else if (!isdigit((unsigned char)plus[1]))
		diag_error(parser->diag, span, E_PROBE,
			   "'%s' is no offset: write a number behind '+'", plus);
	else
		read_number(parser, plus + 1, (struct span){span.begin + 1, span.end},
			    &point->offset);
	if (!isdigit((unsigned char)plus[1]))
		diag_hint(parser->diag, "a '+' that belongs to the name stands in quotes");
}

/* FUNCTION, FUNCTION+OFFSET or ADDRESS */
static void fill_function(struct parser *parser, const struct part *part, unsigned int may,
			  struct point *point)
{
	const char *plus = find_offset(part->text);

	if (isdigit((unsigned char)*part->text)) {
		if (may & MAY_HAVE_ADDRESS)
			read_number(parser, part->text, part->span, &point->offset);
		else
			diag_error(parser->diag, part->span, E_PROBE, "%s needs a function's name",
				   probe_kinds[point->kind].name);
		return;
	}
	point->name = plain_text(parser, plus ? arena_strndup(parser->arena, part->text,
							      (size_t)(plus - part->text))
					      : part->text);
	if (plus)
		fill_offset(parser, part, plus, may, point);
}

static void fill_binary(struct parser *parser, const struct part *part, struct point *point)
{
	bool is_any = strcmp(part->text, "*") == 0; /* of the target's */

	point->target = plain_text(parser, part->text);
	if (glob_has_wildcard(part->text) && !is_any && !strchr(part->text, '/'))
		report(parser, part->span, "'*' stands in the path of a binary, not in its name, or alone");
}

static void fill_kernel(struct parser *parser, const struct parts *parts, unsigned int may,
			struct point *point)
{
	if (parts->count > 2)
		point->target = plain_text(parser, parts->items[1].text);
	fill_function(parser, &parts->items[parts->count - 1], may, point);
}

static void fill_kernel_function(struct parser *parser, const struct parts *parts,
				 struct point *point)
{
	fill_kernel(parser, parts, 0, point);
}

static void fill_kernel_place(struct parser *parser, const struct parts *parts,
			      struct point *point)
{
	fill_kernel(parser, parts, MAY_HAVE_OFFSET, point);
}

static void fill_user(struct parser *parser, const struct parts *parts, unsigned int may,
		      struct point *point)
{
	const struct part *language = &parts->items[2];

	fill_binary(parser, &parts->items[1], point);
	if (parts->count < 4) {
		fill_function(parser, &parts->items[2], may, point);
		return;
	}
	point->provider = language->text;
	if (strcmp(language->text, "cpp") != 0)
		diag_error(parser->diag, language->span, E_PROBE,
			   "'%s' is no language whose names are known: cpp is", language->text);
	fill_function(parser, &parts->items[3], 0, point);
}

static void fill_user_function(struct parser *parser, const struct parts *parts,
			       struct point *point)
{
	fill_user(parser, parts, 0, point);
}

static void fill_user_place(struct parser *parser, const struct parts *parts, struct point *point)
{
	fill_user(parser, parts, MAY_HAVE_OFFSET | MAY_HAVE_ADDRESS, point);
}

/* Nanoseconds of a unit of time; 0: it is none. */
static uint64_t unit_length(const char *unit)
{
	if (!strcmp(unit, "us"))
		return 1000;
	if (!strcmp(unit, "ms"))
		return 1000 * 1000;
	return strcmp(unit, "s") ? 0 : NS_PER_SECOND;
}

/* Sets the period, or returns what is wrong with the number. */
static const char *set_period(struct point *point, const char *unit, uint64_t count)
{
	if (!count)
		return "an interval cannot be zero";
	if (!strcmp(unit, "hz")) {
		point->period = NS_PER_SECOND / count;
		return point->period ? NULL : "an interval is a nanosecond at least";
	}
	/* The kernel's timers count signed nanoseconds. */
	if (__builtin_mul_overflow(count, unit_length(unit), &point->period) ||
	    point->period > INT64_MAX)
		return "the interval is too long";
	return NULL;
}

static void fill_interval(struct parser *parser, const struct parts *parts,
			  struct point *point)
{
	const struct part *unit = &parts->items[1], *number = &parts->items[2];
	const char *problem;
	uint64_t count;

	point->target = unit->text;
	point->name = number->text;
	if (!unit_length(unit->text) && strcmp(unit->text, "hz")) {
		diag_error(parser->diag, unit->span, E_PROBE, "unknown unit '%s'", unit->text);
		diag_hint(parser->diag, "units are us, ms, s and hz");
		return;
	}
	if (!read_number(parser, number->text, number->span, &count))
		return;
	problem = set_period(point, unit->text, count);
	if (problem)
		report(parser, number->span, problem);
}

static void fill_usdt(struct parser *parser, const struct parts *parts,
		      struct point *point)
{
	fill_binary(parser, &parts->items[1], point);
	if (parts->count > 3)
		point->provider = plain_text(parser, parts->items[2].text);
	point->name = plain_text(parser, parts->items[parts->count - 1].text);
}

static void fill_tracepoint(struct parser *parser, const struct parts *parts, struct point *point)
{
	point->target = plain_text(parser, parts->items[1].text);
	point->name = plain_text(parser, parts->items[2].text);
}

/* EVENT[:COUNT]; the count is the point's period. */
static void fill_event(struct parser *parser, const struct parts *parts, struct point *point)
{
	const struct part *name = &parts->items[1], *count = &parts->items[2];
	const struct perf_event *event = perf_event_find(point->kind, name->text);
	const char *nearest;

	point->name = name->text;
	point->period = event ? event->count : 1;
	if (!event) {
		nearest = perf_event_nearest(point->kind, name->text);
		diag_error(parser->diag, name->span, E_PROBE, "there is no %s event '%s'",
			   probe_kinds[point->kind].name, name->text);
		if (nearest)
			diag_hint(parser->diag, "did you mean '%s'?", nearest);
	}
	if (parts->count < 3 || !read_number(parser, count->text, count->span, &point->period))
		return;
	if (!point->period)
		report(parser, count->span, "the count of events cannot be zero");
	else if (point->period > INT64_MAX) /* perf_event_open() says EINVAL */
		report(parser, count->span, "the count of events is at most 9223372036854775807");
}

/* Which accesses: letters of r, w and x, each once. */
static bool is_access_mode(const char *mode)
{
	return strspn(mode, "rwx") == strlen(mode) && strlen(mode) <= 3 &&
	       (!strchr(mode, 'x') || !mode[1]) &&
	       (strlen(mode) < 2 || mode[0] != mode[1]);
}

/* The processor is set up before anything runs: what programs find out then comes too late. */
static bool is_address(struct parser *parser, const struct part *part)
{
	if (isdigit((unsigned char)*part->text))
		return true;
	diag_error(parser->diag, part->span, E_PROBE,
		   "'%s': the address of a watchpoint is a number", part->text);
	if (strstr(part->text, "+arg"))
		diag_hint(parser->diag, "call watch() in a uprobe of the function, and do this in a clause "
					"on watchpoint:armed");
	else
		diag_hint(parser->diag, "those of the kernel's symbols are in /proc/kallsyms");
	return false;
}

/* The one that has no address of its own. */
static void fill_armed(struct parser *parser, const struct part *word, struct point *point)
{
	point->name = PROBE_ARMED;
	point->period = 1;
	if (strcmp(word->text, PROBE_ARMED) == 0)
		return;
	diag_error(parser->diag, word->span, E_PROBE, "'%s' is no watchpoint", word->text);
	diag_hint(parser->diag, "write watchpoint:ADDRESS:LENGTH:MODE, or watchpoint:armed for "
				"those of watch()");
}

/* ADDRESS:LENGTH:MODE or armed; the length is the point's period, the mode its name. */
static void fill_watchpoint(struct parser *parser, const struct parts *parts, struct point *point)
{
	const struct part *address = &parts->items[1], *length = &parts->items[2];
	const struct part *mode = &parts->items[3];

	if (parts->count < 4) {
		fill_armed(parser, address, point);
		return;
	}
	point->name = mode->text;
	point->period = 1;
	if (!is_address(parser, address) ||
	    !read_number(parser, address->text, address->span, &point->offset) ||
	    !read_number(parser, length->text, length->span, &point->period))
		return;
	if (point->period != 1 && point->period != 2 && point->period != 4 && point->period != 8) {
		report(parser, length->span, "a watchpoint is 1, 2, 4 or 8 bytes long");
	} else if (point->offset % point->period) {
		report(parser, address->span, "the address is no multiple of the length");
	} else if (!is_access_mode(mode->text)) {
		report(parser, mode->span, "unknown mode of a watchpoint");
		diag_hint(parser->diag, "modes are r, w, rw, and x for code");
	}
}

static void fill_signal(struct parser *parser, const struct parts *parts, struct point *point)
{
	const struct part *what = &parts->items[1], *name = &parts->items[2];

	point->target = what->text;
	point->name = name->text;
	if (strcmp(what->text, "signal") != 0) {
		report(parser, what->span, "memtap itself only has signals: self:signal:SIGUSR1");
	} else if (strcmp(name->text, "SIGUSR1") != 0 && strcmp(name->text, "SIGUSR2") != 0) {
		diag_error(parser->diag, name->span, E_PROBE, "'%s' is no signal for scripts",
			   name->text);
		diag_hint(parser->diag, "those are SIGUSR1 and SIGUSR2");
	}
}

static void fill_iterator(struct parser *parser, const struct parts *parts, struct point *point)
{
	const struct part *name = &parts->items[1];

	point->name = name->text;
	if (!strcmp(name->text, "task") || !strcmp(name->text, "task_vma"))
		return;
	diag_error(parser->diag, name->span, E_PROBE, "'%s' cannot be iterated over", name->text);
	diag_hint(parser->diag, "there are iter:task and iter:task_vma");
}

static void fill_nothing(struct parser *parser, const struct parts *parts, struct point *point)
{
}

typedef void filler(struct parser *parser, const struct parts *parts, struct point *point);

static filler *const fillers[] = {
#define PROBE_KIND(id, file, name, others, section, traits, least, most, fill, form) fill_##fill,
#include "lexer/probe_kinds.def"
#undef PROBE_KIND
};

/* ---- the whole ---- */

static bool has_empty_part(const struct parts *parts)
{
	for (size_t i = 0; i < parts->count && i < MOST_PARTS; i++)
		if (!strcmp(parts->items[i].text, "") || !strcmp(parts->items[i].text, "\"\""))
			return true;
	return false;
}

/* uprobe:/opt/app:cpp:math::add: NULL when it is no such slip. */
static const char *unquoted_name(const struct parts *parts, const struct point *point)
{
	const char *name = strstr(point->text, ":cpp:");

	if (point->kind != POINT_UPROBE && point->kind != POINT_URETPROBE)
		return NULL;
	if (!name || strcmp(parts->items[2].text, "cpp") != 0)
		return NULL;
	name += strlen(":cpp:");
	return strchr(name, '"') ? NULL : name;
}

static void fill_known_kind(struct parser *parser, const struct parts *parts, struct point *point)
{
	const struct probe_kind *kind = &probe_kinds[point->kind];
	const char *name;

	if (parts->count >= kind->least && parts->count <= kind->most && !has_empty_part(parts)) {
		fillers[point->kind](parser, parts, point);
		return;
	}
	diag_error(parser->diag, point->span, E_PROBE, "'%s' has %s", point->text,
		   parts->count > kind->most ? "too many parts" : "a part missing");
	name = parts->count > kind->most ? unquoted_name(parts, point) : NULL;
	if (name)
		diag_hint(parser->diag, "a name with ':' in it stands in quotes: cpp:\"%s\"", name);
	else
		diag_hint(parser->diag, "write %s", kind->form);
}

static bool is_named(const struct parts *parts)
{
	return parts->count == 2 && build_is_name(parts->items[0].text) && build_is_name(parts->items[1].text);
}

static void refuse_kind(struct parser *parser, const struct parts *parts)
{
	const char *kind = parts->items[0].text, *nearest = probe_kind_nearest(kind);

	if (!nearest && parts->count == 2 && build_is_name(kind) &&
	    glob_has_wildcard(parts->items[1].text)) {
		report(parser, parts->items[1].span, "'*' cannot stand in the name of a probe");
		diag_hint(parser->diag,
			  "write the names with ',' between them; memtap -l lists them");
		return;
	}
	diag_error(parser->diag, parts->items[0].span, E_PROBE, "unknown kind of probe '%s'", kind);
	if (nearest)
		diag_hint(parser->diag, "did you mean '%s'?", nearest);
}

struct point *build_point(struct parser *parser, struct span span, const char *text)
{
	struct parts parts = split(parser, text, span);
	struct point *point = arena_new_of(parser->arena, struct point);
	unsigned int kind;

	point->kind = POINT_NAMED;
	point->span = span;
	point->text = text;
	if (parameter_is_in(text) && !parser->is_replaced)
		return point; /* its words are put in by script_expand() */
	if (probe_kind_find(parts.items[0].text, &kind)) {
		point->kind = (enum point_kind)kind;
		fill_known_kind(parser, &parts, point);
	} else if (is_named(&parts)) {
		point->target = parts.items[0].text;
		point->name = parts.items[1].text;
	} else {
		refuse_kind(parser, &parts);
	}
	return point;
}

void build_check_name(struct parser *parser, struct span span, const char *name)
{
	struct parts parts = split(parser, name, span);
	unsigned int kind;

	if (!is_named(&parts)) {
		diag_error(parser->diag, span, E_PROBE, "'%s' is not a name for a probe", name);
		diag_hint(parser->diag, "write NAME:NAME, such as mem:alloc");
	} else if (probe_kind_find(parts.items[0].text, &kind)) {
		diag_error(parser->diag, parts.items[0].span, E_PROBE,
			   "'%s' is a kind of probe and cannot begin the name of one",
			   parts.items[0].text);
	}
}
