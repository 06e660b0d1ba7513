/*
 * jsonfields: what `memtap -f json` has printed, from standard input, as lines for grep and awk:
 *
 *     {"type":"printf","data":"a line\n"}               printf a line
 *     {"type":"map","data":{"@m":7}}                    map @m 7
 *     {"type":"map","data":{"@m":{"1,a":7}}}            map @m[1,a] 7
 *     {"type":"map","data":{"@m":{"1,a":{"x":2}}}}      map @m[1,a] x=2
 *     {"type":"hold","data":{"@h":[{"key":"1,a","bytes":64,"objects":1}]}}
 *                                                       hold @h[1,a] bytes=64 objects=1
 *     {"type":"losses","data":{"event":3,"read":0}}     losses event 3
 *
 * Line breaks inside texts become \n. It exits with 1, and says why, unless each line is an object
 * with a type and data, and the last one is that of the losses, all of them numbers.
 */
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void refuse(const char *line, const char *why)
{
	fprintf(stderr, "jsonfields: %s: %s\n", why, line);
	exit(1);
}

static void print_text(json_object *scalar)
{
	const char *text = scalar ? json_object_get_string(scalar) : "null";
	size_t length = strlen(text);

	if (length && text[length - 1] == '\n')
		length--;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\n')
			fputs("\\n", stdout);
		else
			putchar(text[i]);
	}
}

/* Of an object its members but the key, which stands before. */
static void print_value(json_object *value)
{
	if (!json_object_is_type(value, json_type_object)) {
		putchar(' ');
		print_text(value);
		return;
	}
	json_object_object_foreach(value, name, member)
	{
		if (!strcmp(name, "key"))
			continue;
		printf(" %s=", name);
		print_text(member);
	}
}

static void print_row(const char *type, const char *map, json_object *key, json_object *value)
{
	printf("%s %s", type, map);
	if (key) {
		putchar('[');
		print_text(key);
		putchar(']');
	}
	print_value(value);
	putchar('\n');
}

/* An array has a row for each bucket of a histogram, or each key that holds something. */
static void print_rows(const char *type, const char *map, json_object *key, json_object *value)
{
	json_object *own_key;

	if (!json_object_is_type(value, json_type_array)) {
		print_row(type, map, key, value);
		return;
	}
	for (size_t i = 0; i < json_object_array_length(value); i++) {
		json_object *element = json_object_array_get_idx(value, i);

		if (json_object_object_get_ex(element, "key", &own_key))
			print_row(type, map, own_key, element);
		else
			print_row(type, map, key, element);
	}
}

static void print_map(const char *type, const char *name, json_object *map)
{
	if (!json_object_is_type(map, json_type_object)) {
		print_rows(type, name, NULL, map);
		return;
	}
	json_object_object_foreach(map, text, value)
	{
		json_object *key = json_object_new_string(text);

		print_rows(type, name, key, value);
		json_object_put(key);
	}
}

static void print_losses(json_object *losses, const char *line)
{
	if (!json_object_is_type(losses, json_type_object) || !json_object_object_length(losses))
		refuse(line, "no counts of losses");
	json_object_object_foreach(losses, name, count)
	{
		if (!json_object_is_type(count, json_type_int))
			refuse(line, "a loss is no number");
		if (json_object_get_int64(count))
			printf("losses %s %s\n", name, json_object_get_string(count));
	}
}

static void print_event(const char *type, json_object *data)
{
	if (!json_object_is_type(data, json_type_object)) {
		printf("%s", type);
		print_value(data);
		putchar('\n');
		return;
	}
	json_object_object_foreach(data, name, value) print_map(type, name, value);
}

/* Strict JSON in UTF-8, and nothing behind it. */
static json_object *parse(json_tokener *parser, const char *line)
{
	json_object *object;

	json_tokener_reset(parser);
	object = json_tokener_parse_ex(parser, line, (int)strlen(line) + 1);
	if (json_tokener_get_error(parser) != json_tokener_success)
		refuse(line, json_tokener_error_desc(json_tokener_get_error(parser)));
	if (!json_object_is_type(object, json_type_object))
		refuse(line, "no object");
	return object;
}

int main(void)
{
	json_tokener *parser = json_tokener_new();
	bool at_end = false;
	size_t size = 0;
	char *line = NULL;

	json_tokener_set_flags(parser, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	while (getline(&line, &size, stdin) > 0) {
		json_object *event, *type, *data;

		line[strcspn(line, "\n")] = '\0';
		if (at_end)
			refuse(line, "something behind the losses");
		event = parse(parser, line);
		if (!json_object_object_get_ex(event, "type", &type) ||
		    !json_object_is_type(type, json_type_string) ||
		    !json_object_object_get_ex(event, "data", &data))
			refuse(line, "no type, or no data");
		at_end = !strcmp(json_object_get_string(type), "losses");
		if (at_end)
			print_losses(data, line);
		else
			print_event(json_object_get_string(type), data);
		json_object_put(event);
	}
	if (!at_end)
		refuse("", "the losses are missing");
	json_tokener_free(parser);
	free(line);
	return 0;
}
