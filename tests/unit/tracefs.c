#include "lexer/tracefs.h"

#include <stdlib.h>

#include "lexer/arena.h"
#include "tests/unit/unit.h"

/* Fields as several kernels wrote them; no event has them all. */
static const char text[] = "name: sched_switch\n"
			   "ID: 316\n"
			   "format:\n"
			   "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
			   "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"
			   "\n"
			   "\tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;\n"
			   "\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;\n"
			   "\tfield:__data_loc char[] name;\toffset:28;\tsize:4;\tsigned:0;\n"
			   "\tfield:__rel_loc u32[] list;\toffset:32;\tsize:4;\tsigned:0;\n"
			   "\tfield:const char * file;\toffset:40;\tsize:8;\tsigned:0;\n"
			   "\tfield:unsigned long args[6];\toffset:48;\tsize:48;\tsigned:0;\n"
			   "\tfield:char comm[TASK_COMM_LEN];\toffset:96;\tsize:16;\tsigned:0;\n"
			   "\tfield:unsigned char mac[6];\toffset:112;\tsize:6;\tsigned:0;\n"
			   "\tfield:struct page *page;\toffset:120;\tsize:8;\tsigned:0;\n"
			   "\n"
			   "print fmt: \"field:int x;\\toffset:0;\", REC->prev_comm\n";

static struct arena *arena;

static const struct tracefs_format *parse(const char *format)
{
	return tracefs_parse_format(arena, format, strlen(format));
}

static void an_event_has_a_name_and_fields(void)
{
	const struct tracefs_format *format = parse(text);

	CHECK(format);
	CHECK_STR(format->name, "sched_switch");
	CHECK_INT(format->id, 316);
	CHECK_INT(format->field_count, 9);
	CHECK_STR(format->fields[0].name, "prev_comm");
	CHECK_STR(format->fields[8].name, "page");
}

static void fields_are_found_by_name(void)
{
	const struct tracefs_format *format = parse(text);

	CHECK(format);
	CHECK(tracefs_find_field(format, "prev_pid") == &format->fields[1]);
	CHECK(!tracefs_find_field(format, "common_pid"));
	CHECK(!tracefs_find_field(format, "x"));
	CHECK(!tracefs_find_field(format, ""));
}

static void numbers_have_a_place_and_a_sign(void)
{
	const struct tracefs_format *format = parse(text);
	const struct tracefs_field *field = tracefs_find_field(format, "prev_pid");

	CHECK_STR(field->type, "pid_t");
	CHECK_INT(field->offset, 24);
	CHECK_INT(field->size, 4);
	CHECK(field->is_signed);
	CHECK(!field->is_array && !field->is_pointer && !field->is_char);
	CHECK(!field->is_data_loc && !field->is_rel_loc);
}

static void arrays_have_a_count(void)
{
	const struct tracefs_format *format = parse(text);
	const struct tracefs_field *field = tracefs_find_field(format, "prev_comm");

	CHECK_STR(field->type, "char[16]");
	CHECK(field->is_array && field->is_char);
	CHECK_INT(field->count, 16);
	field = tracefs_find_field(format, "args");
	CHECK_STR(field->type, "unsigned long[6]");
	CHECK(field->is_array && !field->is_char);
	CHECK_INT(field->count, 6);
	CHECK_INT(field->size, 48);
	field = tracefs_find_field(format, "comm"); /* its count is a macro */
	CHECK(field->is_array && field->is_char);
	CHECK_INT(field->count, 16);
	field = tracefs_find_field(format, "mac");
	CHECK(field->is_array && !field->is_char);
}

static void data_elsewhere_is_no_array(void)
{
	const struct tracefs_format *format = parse(text);
	const struct tracefs_field *field = tracefs_find_field(format, "name");

	CHECK_STR(field->type, "__data_loc char[]");
	CHECK(field->is_data_loc && !field->is_rel_loc);
	CHECK(field->is_char && !field->is_array);
	field = tracefs_find_field(format, "list");
	CHECK_STR(field->type, "__rel_loc u32[]");
	CHECK(field->is_rel_loc && !field->is_data_loc);
	CHECK(!field->is_char && !field->is_array);
}

static void pointers_are_known_by_their_star(void)
{
	const struct tracefs_format *format = parse(text);
	const struct tracefs_field *field = tracefs_find_field(format, "file");

	CHECK_STR(field->type, "const char *");
	CHECK(field->is_pointer && !field->is_char);
	field = tracefs_find_field(format, "page");
	CHECK_STR(field->type, "struct page *");
	CHECK(field->is_pointer);
}

static void an_event_may_have_no_fields(void)
{
	const struct tracefs_format *format =
		parse("name: empty\nID: 1\nformat:\n\tfield:int common_pid;\toffset:4;\tsize:4;\t"
		      "signed:1;\n\nprint fmt: \"\"\n");

	CHECK(format);
	CHECK_INT(format->field_count, 0);
}

static const char *with_field(const char *field)
{
	return arena_printf(arena, "name: x\nID: 1\nformat:\n\tfield:%s\n\nprint fmt: \"\"\n",
			    field);
}

static void damaged_fields_are_refused(void)
{
	static const char *const fields[] = {
		"",
		"int x",
		"int x;",
		"int x;\toffset:8;",
		"int x;\toffset:8;\tsize:4;",
		"int x;\toffset:-8;\tsize:4;\tsigned:1;",
		"int x;\toffset:8;\tsize:-4;\tsigned:1;",
		"int x;\toffset:4294967304;\tsize:4;\tsigned:1;",
		"int x;\toffset:99999;\tsize:4;\tsigned:1;",
		"int x;\toffset:y;\tsize:4;\tsigned:1;",
		";\toffset:8;\tsize:4;\tsigned:1;",
		"x;\toffset:8;\tsize:4;\tsigned:1;",
		"int 3;\toffset:8;\tsize:4;\tsigned:1;",
		"int *;\toffset:8;\tsize:4;\tsigned:1;",
		"];\toffset:8;\tsize:4;\tsigned:1;",
		"[4];\toffset:8;\tsize:4;\tsigned:1;",
		"__data_loc char[] x;\toffset:8;\tsize:8;\tsigned:1;",
	};

	CHECK(parse(with_field("int x;\toffset:8;\tsize:4;\tsigned:1;")));
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (parse(with_field(fields[i])))
			UNIT_FAIL("taken: \"%s\"", fields[i]);
}

static void damaged_headers_are_refused(void)
{
	CHECK(!parse(""));
	CHECK(!parse("print fmt: \"\"\n"));
	CHECK(!parse("ID: 1\nformat:\n\nprint fmt: \"\"\n"));
	CHECK(!parse("name: x\nformat:\n\nprint fmt: \"\"\n"));
	CHECK(!parse("name: x\nID: y\nformat:\n\nprint fmt: \"\"\n"));
	CHECK(!tracefs_parse_format(arena, "name: x\nID: 1\n\0\nprint fmt:", 26));
}

/* In memory of its own size, so that the sanitizer sees any byte too many. */
static const struct tracefs_format *parse_bytes(const char *bytes, size_t length)
{
	char *copy = memcpy(malloc(length ? length : 1), bytes, length);
	const struct tracefs_format *format = tracefs_parse_format(arena, copy, length);

	free(copy);
	return format;
}

static void a_text_cut_short_is_refused(void)
{
	size_t fields_end = (size_t)(strstr(text, "print fmt:") - text);

	for (size_t length = 0; length < fields_end; length++)
		CHECK(!parse_bytes(text, length));
	CHECK(parse_bytes(text, strlen(text)));
}

static void any_byte_may_be_wrong(void)
{
	static const char bytes[] = {'\0', '\n', ';', '[', ']', ' ', '*', '9', (char)0xff};
	char copy[sizeof(text)];

	for (size_t i = 0; i < strlen(text); i++) {
		for (size_t j = 0; j < sizeof(bytes); j++) {
			const struct tracefs_format *format;

			memcpy(copy, text, sizeof(text));
			copy[i] = bytes[j];
			format = parse_bytes(copy, strlen(text));
			for (size_t k = 0; format && k < format->field_count; k++)
				CHECK(*format->fields[k].name && *format->fields[k].type);
		}
	}
}

int main(void)
{
	arena = arena_new();
	RUN(an_event_has_a_name_and_fields);
	RUN(fields_are_found_by_name);
	RUN(numbers_have_a_place_and_a_sign);
	RUN(arrays_have_a_count);
	RUN(data_elsewhere_is_no_array);
	RUN(pointers_are_known_by_their_star);
	RUN(an_event_may_have_no_fields);
	RUN(damaged_fields_are_refused);
	RUN(damaged_headers_are_refused);
	RUN(a_text_cut_short_is_refused);
	RUN(any_byte_may_be_wrong);
	arena_free(arena);
	return unit_status();
}
