/*
 * The forms of -f, and the first of them: text, as bpftrace prints it.
 */
#include <string.h>

#include "runtime/output_private.h"

static void print_value(struct output *output, const struct plan_type *type, const uint8_t *bytes)
{
	value_print(output, output->out, type, bytes);
	fputc('\n', output->out);
}

const struct output_form output_form_text = {
	.name = "text",
	.before_frame = "        ",
	.before_maps = "\n\n",
	.value = print_value,
	.table = map_print_table,
	.losses = loss_print_all,
};

static const struct output_form *const forms[] = {
	&output_form_text,
	&output_form_json,
	&output_form_folded,
	&output_form_pprof,
	&output_form_openmetrics,
};

const struct output_form *output_find_form(const char *name)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (strcmp(forms[i]->name, name) == 0)
			return forms[i];
	return NULL;
}

bool output_form_is_binary(const struct output_form *form)
{
	return form->is_binary;
}
