/*
 *     memtap: 3 events lost: the ring buffer was full (print less in hot probes)
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "lexer/arena.h"
#include "runtime/message.h"
#include "runtime/output_private.h"
#include "runtime/output_report.h"

static const struct {
	const char *id, *singular, *plural, *advice;
} texts[ABI_LOSS_COUNT] = {
#define LOSS(id, one, many, what, meaning) [ABI_LOSS_##id] = {#id, one, many, what},
#include "codegen/loss.def"
#undef LOSS
};

char *loss_name(unsigned loss)
{
	char *name = heap_strdup(texts[loss].id);

	for (char *c = name; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return name;
}

const char *loss_text(unsigned loss, uint64_t count)
{
	return count == 1 ? texts[loss].singular : texts[loss].plural;
}

const char *loss_advice(unsigned loss)
{
	return texts[loss].advice;
}

void output_count_loss(struct output *output, unsigned loss, uint64_t count)
{
	if (loss < ABI_LOSS_COUNT)
		output->losses[loss] += count;
}

struct counting {
	uint64_t *counts; /* [ABI_LOSS_COUNT] */
	uint32_t cpus;
};

static void count_in_kernel(void *context, const uint8_t *key, const uint8_t *values)
{
	struct counting *counting = context;
	uint64_t count;
	uint32_t loss;

	memcpy(&loss, key, sizeof(loss));
	for (uint32_t cpu = 0; loss < ABI_LOSS_COUNT && cpu < counting->cpus; cpu++) {
		memcpy(&count, values + cpu * sizeof(count), sizeof(count));
		counting->counts[loss] += count;
	}
}

static void read_kernel_losses(const struct output *output, struct counting *counting)
{
	struct map_shape shape = {.key_size = sizeof(uint32_t),
				  .value_size = sizeof(uint64_t),
				  .cpus = output->cpus};
	int error;

	if (output->maps.loss < 0)
		return;
	error = walk_map(output->access, output->maps.loss, &shape, count_in_kernel, counting);
	if (error)
		complain("cannot read the counts of losses: %s", strerror(-error));
}

void loss_count_all(const struct output *output, uint64_t counts[ABI_LOSS_COUNT])
{
	struct counting counting = {.counts = counts, .cpus = output->cpus};

	memcpy(counts, output->losses, sizeof(output->losses));
	read_kernel_losses(output, &counting);
}

static void print_loss(FILE *out, unsigned loss, uint64_t count)
{
	fprintf(out, "%s: %" PRIu64 " %s", program_name, count, loss_text(loss, count));
	if (texts[loss].advice)
		fprintf(out, " (%s)", texts[loss].advice);
	fputc('\n', out);
}

void loss_print_all(struct output *output, FILE *out, const uint64_t counts[ABI_LOSS_COUNT])
{
	for (unsigned i = 0; i < ABI_LOSS_COUNT; i++)
		if (counts[i])
			print_loss(out, i, counts[i]);
}

bool output_losses(struct output *output, FILE *out)
{
	uint64_t counts[ABI_LOSS_COUNT];
	bool is_any = false;

	loss_count_all(output, counts);
	for (unsigned i = 0; i < ABI_LOSS_COUNT; i++)
		is_any |= counts[i] != 0;
	output->form->losses(output, out, counts);
	if (output->report)
		report_take_losses(output->report, counts);
	return is_any;
}
