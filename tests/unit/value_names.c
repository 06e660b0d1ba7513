#include "lexer/value_names.h"

#include "lexer/arena.h"
#include "tests/unit/unit.h"

static struct arena *arena;

#define FORMAT(arguments) \
	"name: kmalloc\nID: 7\nformat:\n\nprint fmt: \"flags=%s\", " arguments "\n"

static void check_list(const char *format, const char *field, const char *expected)
{
	struct value_names names = value_names_parse(arena, format, field);
	const char *text = "";

	for (size_t i = 0; i < names.count; i++)
		text = arena_printf(arena, "%s%s=%#llx;", text, names.items[i].name,
				    (unsigned long long)names.items[i].value);
	CHECK_STR(text, expected);
}

static void values_are_constant_expressions(void)
{
	check_list(FORMAT("__print_symbolic(REC->reason, {0, \"compaction\"}, {1, \"failure\"})"),
		   "reason", "compaction=0;failure=0x1;");
	/* of Linux 6.1 */
	check_list(FORMAT("(REC->flags) ? __print_flags(REC->flags, \"|\", "
			  "{( unsigned long)(((( gfp_t)(0x400u|0x800u)) | (( gfp_t)0x40u)) & ~(( "
			  "gfp_t)0x800u)), \"A\"}, {( unsigned long)(( gfp_t)0x20u), \"B\"} ) : "
			  "\"none\", REC->node"),
		   "flags", "A=0x440;B=0x20;");
	/* of Linux 6.12, with the end that 7.2 has */
	check_list(FORMAT("__print_flags(REC->flags, \"|\", {( unsigned long)(( "
			  "gfp_t)(((((1UL))) << (10))|((((1UL))) << (11)))), \"R\"}, { 0, ((void "
			  "*)0) } )"),
		   "flags", "R=0xc00;");
	check_list(FORMAT("__print_flags(REC->flags, \"|\", {1 | 6 & 3 << 1, \"A\"})"), "flags",
		   "A=0x7;");
}

static void only_the_lists_of_the_field_count(void)
{
	static const char format[] =
		FORMAT("__print_symbolic(REC->mode, {0, \"ASYNC\"}), __print_symbolic(REC->mode2, "
		       "{2, \"TWO\"}), __print_symbolic(REC->reason, {1, \"why\"})");

	check_list(format, "mode", "ASYNC=0;");
	check_list(format, "mode2", "TWO=0x2;");
	check_list(format, "reason", "why=0x1;");
	check_list(format, "rea", "");
	check_list("name: x\nID: 7\n", "mode", "");
	check_list("__print_symbolic(REC->mode, {0, \"ASYNC\"})", "mode", "");
}

static void what_is_damaged_has_no_names(void)
{
	static const char *const lists[] = {"",
					    "{",
					    "{0",
					    "{0, \"A",
					    "{0, \"A\"",
					    "{0, \"A\"}, ",
					    "{0, \"A\"}, {SOME, \"B\"}",
					    "{1 << 64, \"A\"}",
					    "{(0, \"A\"}",
					    "{(type, \"A\"}",
					    "{~, \"A\"}"};
	char *deep = arena_alloc(arena, 100000);

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		check_list(arena_printf(arena, "\nprint fmt: __print_flags(REC->f, \"|\", %s",
					lists[i]),
			   "f", "");
	for (size_t i = 0; i < 99999; i++)
		deep[i] = '(';
	deep[99999] = '\0';
	check_list(arena_printf(arena, "\nprint fmt: __print_flags(REC->f, \"|\", {%s", deep), "f",
		   "");
}

int main(void)
{
	arena = arena_new();
	RUN(values_are_constant_expressions);
	RUN(only_the_lists_of_the_field_count);
	RUN(what_is_damaged_has_no_names);
	arena_free(arena);
	return unit_status();
}
