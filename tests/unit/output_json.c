#include "tests/unit/fake_output.h"

#define SIZE 8

static struct plan_type name = {.kind = PLAN_STRING, .size = SIZE};
static struct plan_event event = {.kind = PLAN_PRINTF, .format = "%s\n", .map = PLAN_NONE};
static const struct plan plan = {.events = &event, .event_count = 1};

/* The line for a printf of a string, as it comes from a program. */
static const char *line_of(const char *text)
{
	struct output_maps maps = {.stacks = -1, .loss = -1};
	struct output *output;
	static const char *line;
	char bytes[SIZE] = "";

	event.payload = (struct plan_type){
		.kind = PLAN_TUPLE, .size = SIZE, .element_count = 1, .elements = &name};
	output = fake_output(&plan, &maps);
	output_use_form(output, &output_form_json);
	memcpy(bytes, text, strlen(text));
	fake_event(output, 0, bytes, SIZE);
	line = fake_printed(output);
	fake_free(output);
	return line;
}

#define LINE(text)  "{\"type\":\"printf\",\"data\":\"" text "\\n\"}\n"
#define REPLACEMENT "\xef\xbf\xbd"

static void text_is_escaped(void)
{
	CHECK_STR(line_of("a\"b\\"), LINE("a\\\"b\\\\"));
	CHECK_STR(line_of("\x01\t/"), LINE("\\u0001\\t/"));
	CHECK_STR(line_of(""), LINE(""));
}

static void characters_of_all_lengths_stay(void)
{
	CHECK_STR(line_of("\xc3\xa9"), LINE("\xc3\xa9"));
	CHECK_STR(line_of("\xe0\xa0\x80"), LINE("\xe0\xa0\x80"));
	CHECK_STR(line_of("\xed\x9f\xbf"), LINE("\xed\x9f\xbf"));
	CHECK_STR(line_of("\xf0\x90\x80\x80"), LINE("\xf0\x90\x80\x80"));
	CHECK_STR(line_of("\xf4\x8f\xbf\xbf"), LINE("\xf4\x8f\xbf\xbf"));
}

/* What a strict reader of JSON would refuse. */
static void what_is_no_character_is_replaced(void)
{
	CHECK_STR(line_of("a\xff"
			  "b"),
		  LINE("a" REPLACEMENT "b"));
	CHECK_STR(line_of("\xc3"), LINE(REPLACEMENT));		       /* cut off */
	CHECK_STR(line_of("\xc1\xbf"), LINE(REPLACEMENT REPLACEMENT)); /* longer than need be */
	CHECK_STR(line_of("\xe0\x9f\xbf"), LINE(REPLACEMENT REPLACEMENT REPLACEMENT));
	CHECK_STR(line_of("\xf0\x8f\xbf"), LINE(REPLACEMENT REPLACEMENT REPLACEMENT));
	CHECK_STR(line_of("\xed\xa0\x80"),
		  LINE(REPLACEMENT REPLACEMENT REPLACEMENT)); /* UTF-16's */
	CHECK_STR(line_of("\xf4\x90\x80"), LINE(REPLACEMENT REPLACEMENT REPLACEMENT));
	CHECK_STR(line_of("\xf4\x90\x80\x80"),
		  LINE(REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT)); /* beyond the last */
}

int main(void)
{
	RUN(text_is_escaped);
	RUN(characters_of_all_lengths_stay);
	RUN(what_is_no_character_is_replaced);
	return unit_status();
}
