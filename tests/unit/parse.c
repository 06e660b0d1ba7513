/*
 * The parser on any input: no crash, no silence about what is wrong, no deep tree. And what
 * ast_expr_text() and clone_expr() make is the same expression.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "lexer/arena.h"
#include "parser/checker.h"
#include "parser/clone.h"
#include "parser/parse.h"
#include "tests/unit/unit.h"

struct parsed {
	struct arena *arena;
	struct sources *sources;
	struct diag *diag;
	struct program program;
};

static void parse_more(struct parsed *parsed, const char *text, size_t length)
{
	parse_source(parsed->arena, sources_add(parsed->sources, "test", text, length),
		     parsed->diag, &parsed->program);
}

static struct parsed parse_bytes(const char *text, size_t length)
{
	struct parsed parsed = {.arena = arena_new()};

	parsed.sources = sources_new(parsed.arena);
	parsed.diag = diag_new(parsed.arena, parsed.sources);
	parse_more(&parsed, text, length);
	return parsed;
}

static struct parsed parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

/* The messages, for free(). */
static char *messages(const struct parsed *parsed)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	diag_print(parsed->diag, out, false);
	fclose(out);
	return text;
}

static bool is_refused_once(const char *text, const char *tag)
{
	struct parsed parsed = parse(text);
	char *said = messages(&parsed);
	bool is_refused = diag_errors(parsed.diag) == 1 && strstr(said, tag);

	free(said);
	arena_free(parsed.arena);
	return is_refused;
}

static bool is_accepted(const char *text)
{
	struct parsed parsed = parse(text);
	bool is_accepted = !diag_failed(parsed.diag);

	arena_free(parsed.arena);
	return is_accepted;
}

/* ---- every expression of a program ---- */

typedef bool visitor(struct parsed *parsed, const struct expr *expr);

static bool visit_statements(struct parsed *parsed, const struct stmt *list, visitor *visit)
{
	for (const struct stmt *stmt = list; stmt; stmt = stmt->next) {
		bool is_good = true;

		switch (stmt->kind) {
		case STMT_EXPR:
			is_good = visit(parsed, stmt->expr);
			break;
		case STMT_ASSIGN:
			is_good = visit(parsed, stmt->assign.target) &&
				  visit(parsed, stmt->assign.value);
			break;
		case STMT_IF:
			is_good = visit(parsed, stmt->branch.condition) &&
				  visit_statements(parsed, stmt->branch.yes, visit) &&
				  visit_statements(parsed, stmt->branch.no, visit);
			break;
		case STMT_BLOCK:
			is_good = visit_statements(parsed, stmt->block, visit);
			break;
		case STMT_LET:
			is_good = visit(parsed, stmt->let.variable) &&
				  (!stmt->let.value || visit(parsed, stmt->let.value));
			break;
		case STMT_WHILE:
		case STMT_UNROLL:
		case STMT_RANGE:
		case STMT_EACH:
			is_good = visit(parsed, stmt->loop.control) &&
				  (!stmt->loop.to || visit(parsed, stmt->loop.to)) &&
				  visit_statements(parsed, stmt->loop.body, visit);
			break;
		case STMT_BREAK:
		case STMT_CONTINUE:
		case STMT_RETURN:
			break;
		}
		if (!is_good)
			return false;
	}
	return true;
}

static bool visit_all(struct parsed *parsed, visitor *visit)
{
	for (const struct clause *c = parsed->program.clauses; c; c = c->next)
		if ((c->predicate && !visit(parsed, c->predicate)) ||
		    !visit_statements(parsed, c->body, visit))
			return false;
	for (const struct definition *d = parsed->program.definitions; d; d = d->next)
		for (const struct point *p = d->points; p; p = p->next)
			for (const struct expr *field = p->fields; field; field = field->next)
				if (!visit(parsed, field))
					return false;
	return true;
}

static const struct expr *only_expression(const struct parsed *parsed)
{
	const struct clause *clause = parsed->program.clauses;

	if (diag_failed(parsed->diag) || !clause || !clause->body || clause->body->next ||
	    clause->body->kind != STMT_EXPR)
		return NULL;
	return clause->body->expr;
}

/* Parsed again, the text gives an expression of the same text; and so does a clone. */
static bool survives(struct parsed *parsed, const struct expr *expr)
{
	const char *text = ast_expr_text(parsed->arena, expr);
	struct parsed again = parse(arena_printf(parsed->arena, "BEGIN { %s }", text));
	const struct expr *same = only_expression(&again);
	bool is_same = same && !strcmp(ast_expr_text(again.arena, same), text);
	struct expr *clone = clone_expr(parsed->arena, expr);

	arena_free(again.arena);
	return is_same && !strcmp(ast_expr_text(parsed->arena, clone), text);
}

/* ---- programs that are right ---- */

static const char *const programs[] = {
	"#!/usr/bin/env memtap\n"
	"/* the leak finder */\n"
	"mem:alloc { @heap[ustack] = hold((pid, args.ptr), args.size); }\n"
	"mem:free { release(@heap, (pid, args.ptr)); }\n"
	"mem:realloc { @heap[ustack] = move((pid, args.old), (pid, args.ptr), args.size); }\n"
	"interval:s:5 { print(@heap, 10); print(older(@heap, 10s), 10) } // and so on\n",

	"probe my:alloc(ptr, size) outermost(heap) =\n"
	"	uretprobe:libc:malloc (retval, entry(arg0)) /retval/,\n"
	"	uretprobe:libc:calloc | uretprobe:\"/opt/a b\":f (retval, entry(arg0 * arg1)) "
	"/retval/,\n"
	"	uretprobe:libc:valloc ? (retval, entry(arg0)) /retval / 2 > 1/;\n"
	"probe my:reclaim(pages) = tracepoint:vmscan:a .. tracepoint:vmscan:b "
	"(args.nr_reclaimed);\n",

	"uprobe:/usr/bin/x-y:foo+0x10,kprobe:f*/pid==3/{ }\n",

	"kprobe:a /arg0 / 2 == 1 && !(arg1 & ~0xff)/ {\n"
	"	$x = (uint32)arg0 + (size_t)arg1 * -2; $y = ((struct page *)arg2)->flags[3].x;\n"
	"	if ($x == 'a') { @++; --@; return } else if ($y) { @m[1, \"two\\n\", (3, 4)] += "
	"$t.0.1 }\n"
	"	else { { print(sizeof(struct page *)) } ; @m2 >>= @ ?: 10ms ? 64K : *(char *)$p; "
	"}\n"
	"}\n",
};

#define PROGRAMS (sizeof(programs) / sizeof(*programs))

/* Strange, but right. */
static const char *const expressions[] = {
	"a - (b - c)",
	"a - b - c",
	"(a + b) * c",
	"a + b * c",
	"- -a",
	"-(a + b)",
	"!~-*a",
	"(size_t)-a",
	"(size_t)(-a)",
	"(size_t)!a",
	"(uint8)-a",
	"(a)(b)c",
	"(uint8)(uint16)(c)",
	"((uint8)a).b",
	"(uint8)a.b",
	"(struct x **)a",
	"(char *)a->b[1]",
	"((char *)a)[1]",
	"*(char *)a + 1",
	"a ? b : c ? d : e",
	"(a ? b : c) ? d : e",
	"a ? b ? c : d : e",
	"a ?: b ?: c",
	"(a ?: b) + 1",
	"a || b && c | d ^ e & f == g < h << i + j * k",
	"((((((((((a * b) + c) << d) < e) == f) & g) ^ h) | i) && j) || k)",
	"@[a, (b, c)]",
	"@m[(a, b)].0",
	"$x++ + ++$x",
	"(@--)[1]",
	"f(a, g(b), (c, d))",
	"sizeof(struct x)",
	"sizeof(uint8[4]) + sizeof(char *) + sizeof(a)",
	"\"\\1112\\x7\\377\\0 \\\"\\\\\\t\"",
	"10s + 10",
	"0xffffffffffffffff",
	"a.let->string.x",
};

static void right_programs_are_parsed(void)
{
	for (size_t i = 0; i < PROGRAMS; i++)
		CHECK(is_accepted(programs[i]));
}

static void text_gives_the_same_expression(void)
{
	for (size_t i = 0; i < sizeof(expressions) / sizeof(*expressions); i++) {
		struct parsed parsed = {.arena = arena_new()};
		bool is_good;

		parsed.sources = sources_new(parsed.arena);
		parsed.diag = diag_new(parsed.arena, parsed.sources);
		parse_more(&parsed, arena_printf(parsed.arena, "BEGIN { %s }", expressions[i]),
			   strlen(expressions[i]) + strlen("BEGIN {  }"));
		is_good = !diag_failed(parsed.diag) && visit_all(&parsed, survives);
		arena_free(parsed.arena);
		if (!is_good)
			CHECK_STR("survives", expressions[i]);
	}
	for (size_t i = 0; i < PROGRAMS; i++) {
		struct parsed parsed = parse(programs[i]);
		bool is_good = visit_all(&parsed, survives);

		arena_free(parsed.arena);
		CHECK(is_good);
	}
}

static void text_has_no_needless_parentheses(void)
{
	struct parsed parsed = parse("BEGIN { ((a) + ((b * c))) - ((d - e)) ? (f) : ((g)[1]) }");
	const struct expr *expr = only_expression(&parsed);
	char *text = expr ? strdup(ast_expr_text(parsed.arena, expr)) : NULL;
	bool is_good = unit_same(text, "a + b * c - (d - e) ? f : g[1]");

	free(text);
	arena_free(parsed.arena);
	CHECK(is_good);
}

static void clone_has_nothing_of_the_checker(void)
{
	struct parsed parsed = parse("BEGIN { f(pid) }");
	struct expr *expr = parsed.program.clauses->body->expr, *clone;
	bool is_clean;

	expr->type = (const struct type *)&parsed;
	expr->call.function = (const struct function *)&parsed;
	expr->call.slot = 7;
	expr->call.arguments->name.builtin = (const struct builtin *)&parsed;
	clone = clone_expr(parsed.arena, expr);
	is_clean = clone != expr && !clone->type && !clone->call.function && !clone->call.slot &&
		   clone->call.arguments != expr->call.arguments &&
		   !clone->call.arguments->name.builtin && clone->span.end == expr->span.end;
	arena_free(parsed.arena);
	CHECK(is_clean);
}

static void spans_cover_what_was_written(void)
{
	const char *text = "BEGIN { $x = (a + b) * f(c)->member; }";
	struct parsed parsed = parse(text);
	const struct stmt *stmt = parsed.program.clauses->body;
	const struct expr *value = stmt->assign.value;
	const struct expr *field = value->binary.right;
	const struct span spans[] = {stmt->span, value->span, value->binary.left->span,
				     field->field.name_span, field->field.base->call.name_span};
	const char *const expected[] = {"$x = (a + b) * f(c)->member", "(a + b) * f(c)->member",
					"(a + b)", "member", "f"};
	bool is_good = true;

	for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++) {
		size_t length;
		const char *covered = sources_span_text(parsed.sources, spans[i], &length);

		is_good &= length == strlen(expected[i]) && !memcmp(covered, expected[i], length);
	}
	arena_free(parsed.arena);
	CHECK(is_good);
}

static void sources_add_to_one_program(void)
{
	struct parsed parsed = parse("BEGIN { } probe a:b() = kprobe:f;");
	const struct program *program = &parsed.program;
	bool is_good;

	parse_more(&parsed, "probe c:d() = kprobe:g; END { }", 31);
	is_good = !diag_failed(parsed.diag) && !strcmp(program->definitions->name, "a:b") &&
		  !strcmp(program->definitions->next->name, "c:d") &&
		  program->clauses->points->kind == POINT_BEGIN &&
		  program->clauses->next->points->kind == POINT_END &&
		  !program->clauses->next->next;
	arena_free(parsed.arena);
	CHECK(is_good);
}

/* ---- any input ---- */

/* What the lexer supplies, the parser does not complain about. */
static bool names_what_it_found(const struct parsed *parsed)
{
	char *said = messages(parsed);
	bool is_named = !strstr(said, "found '' [");

	free(said);
	return is_named;
}

/* Whatever the parser thinks of it, all that comes after can be done. */
static bool is_taken(const char *text, size_t length)
{
	static FILE *nowhere;
	struct parsed parsed = parse_bytes(text, length);
	bool is_good = diag_failed(parsed.diag) || visit_all(&parsed, survives);

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	is_good &= names_what_it_found(&parsed);
	ast_dump(nowhere, &parsed.program);
	dump_tokens(nowhere, parsed.arena, sources_add(parsed.sources, "again", text, length),
		    parsed.diag);
	arena_free(parsed.arena);
	return is_good;
}

/* How many '{' are open where the text ends; none of the programs has one in a string. */
static int open_braces(const char *text, size_t length)
{
	int open = 0;

	while (length--) {
		open += (*text == '{') - (*text == '}');
		text++;
	}
	return open;
}

static void every_prefix_is_taken(void)
{
	for (size_t i = 0; i < PROGRAMS; i++) {
		for (size_t length = 0; length < strlen(programs[i]); length++) {
			char *text = strndup(programs[i], length); /* ends where it ends */
			bool is_good = is_taken(text, length);

			if (open_braces(text, length))
				is_good &= !is_accepted(text);
			free(text);
			CHECK(is_good);
		}
	}
}

static uint64_t random_state = 88172645463325252;

static uint64_t random_number(uint64_t below) /* xorshift: the same on each run */
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % below;
}

static void damage(char *text, size_t length)
{
	static const char marks[] = "{}()[];:,.?/|*+-=<>!~&^%$@#\"'\\\n aZ09_";
	size_t at = random_number(length), from = random_number(length);

	switch (random_number(4)) {
	case 0:
		text[at] = (char)random_number(256);
		break;
	case 1:
		text[at] ^= (char)(1 << random_number(8));
		break;
	case 2:
		text[at] = marks[random_number(sizeof(marks) - 1)];
		break;
	default: /* part of it somewhere else */
		if (from > at)
			memmove(text + at, text + from, random_number(length - from));
		break;
	}
}

static void damaged_programs_are_taken(void)
{
	for (int round = 0; round < 20000; round++) {
		const char *program = programs[random_number(PROGRAMS)];
		size_t length = strlen(program);
		char *text = strdup(program);
		bool is_good;

		for (uint64_t i = 1 + random_number(4); i; i--)
			damage(text, length);
		is_good = is_taken(text, length);
		free(text);
		CHECK(is_good);
	}
}

static void noise_is_taken(void)
{
	char text[200];

	for (int round = 0; round < 5000; round++) {
		size_t length = random_number(sizeof(text));

		for (size_t i = 0; i < length; i++)
			text[i] = (char)random_number(round % 2 ? 256 : 128);
		CHECK(is_taken(text, length));
	}
}

/* ---- limits ---- */

/* `before`, `count` times `part`, `middle`, `count` times `end`, `after`; for free(). */
static char *repeated(const char *before, const char *part, const char *middle, const char *end,
		      const char *after, size_t count)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	fputs(before, out);
	for (size_t i = 0; i < count; i++)
		fputs(part, out);
	fputs(middle, out);
	for (size_t i = 0; i < count; i++)
		fputs(end, out);
	fputs(after, out);
	fclose(out);
	return text;
}

static const struct {
	const char *before, *part, *middle, *end, *after;
	size_t around; /* levels that are not of the repeated part */
} nests[] = {
	{"BEGIN { ", "(", "1", ")", " }", 2},
	{"BEGIN { ", "(2, ", "1", ")", " }", 2},
	{"BEGIN { ", "f(", "1", ")", " }", 2},
	{"BEGIN { ", "@[", "1", "]", " }", 2},
	{"BEGIN { ", "- ", "1", "", " }", 2},
	{"BEGIN { ", "+ ", "1", "", " }", 2},
	{"BEGIN { ", "(uint8)", "1", "", " }", 2},
	{"BEGIN { ", "(x)", "1", "", " }", 2},
	{"BEGIN { ", "1 + ", "1", "", " }", 2},
	{"BEGIN { ", "1 ? 2 : ", "1", "", " }", 2},
	{"BEGIN { ", "1 ?: ", "1", "", " }", 2},
	{"BEGIN { x", ".a", "", "", " }", 2},
	{"BEGIN { x", ".0", "", "", " }", 2},
	{"BEGIN { x", "[0]", "", "", " }", 2},
	{"BEGIN { x", "->a", "", "", " }", 2},
	{"BEGIN { $x = ", "1 && ", "1", "", " }", 2},
	{"BEGIN { ", "{", "", "}", " }", 0},
	{"BEGIN { ", "if (1) { } else ", "{ }", "", " }", 1},
	{"BEGIN { ", "if (1) { ", "", "}", " }", 1},
	{"BEGIN /", "!", "1", "", "/ { }", 1},
	{"probe a:b(c) = kprobe:f (", "- ", "1", "", ");", 1},
	{"BEGIN ", "| BEGIN ", "", "", "{ }", 1},
};

#define NESTS (sizeof(nests) / sizeof(*nests))

static char *nest(size_t i, size_t count)
{
	return repeated(nests[i].before, nests[i].part, nests[i].middle, nests[i].end,
			nests[i].after, count);
}

static void nesting_has_one_limit(void)
{
	for (size_t i = 0; i < NESTS; i++) {
		size_t most = PARSE_DEPTH_MAX - nests[i].around;
		char *last = nest(i, most), *first_too_deep = nest(i, most + 1);
		bool is_good = is_accepted(last) && is_refused_once(first_too_deep, "[E_LIMIT]");

		free(last);
		free(first_too_deep);
		if (!is_good)
			CHECK_STR("has the limit", nests[i].part);
	}
}

static void deep_nesting_is_refused(void)
{
	for (size_t i = 0; i < NESTS; i++) {
		char *text = nest(i, 100000);
		bool is_good = is_refused_once(text, "[E_LIMIT]");

		free(text);
		if (!is_good)
			CHECK_STR("is refused", nests[i].part);
	}
}

/* None of these may take time or memory that grows faster than the text. */
static void long_texts_are_taken(void)
{
	static const char *const parts[] = {
		"BEGIN { } ", "kprobe:f,",   "{",      "}",  "(",     "*",     "* ",  "/ ",
		"a:",	      ":",	     "\"",     "'",  "/*",    "// \n", "\n",  "\na:b c",
		"\\",	      "BEGIN { 1;}", "\xff",   "0_", "#\n",   "..",    "|",   "probe ",
		"\"a\":",     "BEGIN\n",     "kprobe", "@ ", "{\nk:", "f(",    "a.b", "if ",
	};
	static const char *const beginnings[] = {"", "BEGIN { ", "kprobe:f /", "BEGIN { (x "};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		for (size_t j = 0; j < sizeof(beginnings) / sizeof(*beginnings); j++) {
			char *text = repeated(beginnings[j], parts[i], "", "", "", 50000);
			bool is_good = is_taken(text, strlen(text));

			free(text);
			CHECK(is_good);
		}
	}
}

int main(void)
{
	RUN(right_programs_are_parsed);
	RUN(text_gives_the_same_expression);
	RUN(text_has_no_needless_parentheses);
	RUN(clone_has_nothing_of_the_checker);
	RUN(spans_cover_what_was_written);
	RUN(sources_add_to_one_program);
	RUN(every_prefix_is_taken);
	RUN(damaged_programs_are_taken);
	RUN(noise_is_taken);
	RUN(nesting_has_one_limit);
	RUN(deep_nesting_is_refused);
	RUN(long_texts_are_taken);
	return unit_status();
}
