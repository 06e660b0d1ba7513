#include "runtime/info.h"

#include <json-c/json.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "lexer/arena.h"
#include "runtime/info_private.h"
#include "runtime/message.h"

static const char *const states[] = {[INFO_NO] = "no", [INFO_YES] = "yes", [INFO_UNKNOWN] = "?"};

void info_add(struct info *info, const char *name, enum info_state state, const char *text,
	      const char *fix)
{
	struct info_line line = {
		.section = info->section, .name = name, .state = state, .text = text, .fix = fix};

	array_push(info->machine.arena, &info->lines, line);
}

void info_add_choice(struct info *info, const char *name, bool is_there, const char *yes,
		     const char *no, const char *fix)
{
	info_add(info, name, is_there ? INFO_YES : INFO_NO, is_there ? yes : no,
		 is_there ? NULL : fix);
}

void info_add_reason(struct info *info, const char *name, const struct reason *reason)
{
	char *text = arena_strdup(info->machine.arena, reason->text), *fix = strstr(text, "; ");

	if (fix) {
		*fix = '\0';
		fix += strlen("; ");
	}
	info_add(info, name, INFO_NO, text, fix);
}

/* ---- as text ---- */

static int name_width(const struct info *info)
{
	size_t width = 0;

	for (size_t i = 0; i < info->lines.count; i++) {
		size_t length = strlen(info->lines.items[i].name);

		width = length > width ? length : width;
	}
	return (int)width;
}

static void print_text(FILE *out, const struct info *info, const struct utsname *system)
{
	const char *section = NULL;
	int width = name_width(info);

	fprintf(out, "%s " MEMTAP_VERSION " on %s %s, %s\n", program_name, system->sysname,
		system->release, system->machine);
	for (size_t i = 0; i < info->lines.count; i++) {
		const struct info_line *line = &info->lines.items[i];

		if (line->section != section)
			fprintf(out, "\n%s\n", line->section);
		section = line->section;
		fprintf(out, "  %-*s  %-3s  %s\n", width, line->name, states[line->state],
			line->text);
		if (line->fix)
			fprintf(out, "  %-*s       -> %s\n", width, "", line->fix);
	}
}

/* ---- as JSON ---- */

static void add_word(json_object *object, const char *key, const char *word)
{
	json_object_object_add(object, key, json_object_new_string(word));
}

static void print_object(FILE *out, const char *type, json_object *data)
{
	json_object *line = json_object_new_object();

	add_word(line, "type", type);
	json_object_object_add(line, "data", data);
	fprintf(out, "%s\n",
		json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN |
							     JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(line);
}

static void print_json(FILE *out, const struct info *info, const struct utsname *system)
{
	json_object *head = json_object_new_object();

	add_word(head, "version", MEMTAP_VERSION);
	add_word(head, "kernel", system->release);
	add_word(head, "architecture", system->machine);
	print_object(out, "machine", head);
	for (size_t i = 0; i < info->lines.count; i++) {
		const struct info_line *line = &info->lines.items[i];
		json_object *data = json_object_new_object();

		add_word(data, "section", line->section);
		add_word(data, "name", line->name);
		json_object_object_add(data, "available",
				       line->state == INFO_UNKNOWN
					       ? NULL
					       : json_object_new_boolean(line->state == INFO_YES));
		add_word(data, "text", line->text);
		if (line->fix)
			add_word(data, "fix", line->fix);
		print_object(out, "info", data);
	}
}

void info_print(FILE *out, bool as_json)
{
	struct info info = {.machine = {.arena = arena_new(), .pid = getpid()}};
	struct utsname system = {0};

	uname(&system);
	info_find_process(&info);
	info_find_kernel(&info);
	info_find_probes(&info);
	info_find_features(&info);
	info_find_memory(&info);
	if (as_json)
		print_json(out, &info, &system);
	else
		print_text(out, &info, &system);
	machine_close(&info.machine);
	arena_free(info.machine.arena);
}
