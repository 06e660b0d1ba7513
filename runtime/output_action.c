/*
 * Events that do more than print what programs saw.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/message.h"
#include "runtime/output_private.h"

#define COPY_SIZE 4096

/* What the event's format makes of its payload; for free(). */
static char *formatted(struct output *output, uint32_t index, const uint8_t *bytes)
{
	char *text = NULL;
	size_t size;
	FILE *out = heap_stream(&text, &size);

	format_print(output, out, output->formats[index], &output->plan->events[index].payload,
		     bytes);
	fclose(out);
	return text;
}

void action_message(struct output *output, uint32_t index, const uint8_t *bytes)
{
	format_print(output, stderr, output->formats[index], &output->plan->events[index].payload,
		     bytes);
	fputc('\n', stderr);
}

static void copy(FILE *in, FILE *out)
{
	char bytes[COPY_SIZE];
	size_t size;

	while ((size = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, size, out);
}

void action_cat(struct output *output, uint32_t index, const uint8_t *bytes)
{
	char *path = formatted(output, index, bytes);
	FILE *in = fopen(path, "re");

	if (in) {
		copy(in, output->out);
		fclose(in);
	} else {
		complain("cat(): cannot read %s: %s", path, strerror(errno));
	}
	free(path);
}

/*
 * The command's output comes between what was printed before and what will be, and an empty line
 * after it, as bpftrace has it.
 */
void action_system(struct output *output, uint32_t index, const uint8_t *bytes)
{
	char *command = formatted(output, index, bytes);
	FILE *in;

	fflush(output->out);
	in = popen(command, "re");
	if (in) {
		copy(in, output->out);
		pclose(in);
		fputc('\n', output->out);
	} else {
		complain("system(): cannot run a shell: %s", strerror(errno));
	}
	free(command);
}

void action_join(struct output *output, uint32_t index, const uint8_t *bytes)
{
	const struct plan_event *event = &output->plan->events[index];

	for (uint32_t i = 0; i < event->payload.element_count; i++) {
		const struct plan_type *string = &event->payload.elements[i];

		if (string->kind != PLAN_STRING || !bytes[string->offset])
			break;
		if (i > 0)
			fputs(event->format, output->out);
		value_print(output, output->out, string, bytes + string->offset);
	}
	fputc('\n', output->out);
}
