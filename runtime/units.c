#include "runtime/units.h"

#include <inttypes.h>
#include <math.h>

#define STEPS_MAX 7

/* From the smallest: how much one is, and its name. */
struct step {
	uint64_t size;
	const char *name;
};

static const struct step steps[PLAN_UNIT_COUNT][STEPS_MAX] = {
	[PLAN_UNIT_BYTES] = {
		{1, "B"},
		{UINT64_C(1) << 10, "KiB"},
		{UINT64_C(1) << 20, "MiB"},
		{UINT64_C(1) << 30, "GiB"},
		{UINT64_C(1) << 40, "TiB"},
		{UINT64_C(1) << 50, "PiB"},
		{UINT64_C(1) << 60, "EiB"},
	},
	[PLAN_UNIT_DURATION] = {
		{1, "ns"},
		{UINT64_C(1000), "us"},
		{UINT64_C(1000000), "ms"},
		{UINT64_C(1000000000), "s"},
		{UINT64_C(60000000000), "min"},
		{UINT64_C(3600000000000), "h"},
		{UINT64_C(86400000000000), "d"},
	},
};

static uint64_t tenths(uint64_t number, const struct step *step)
{
	return (uint64_t)llround((double)number * 10 / (double)step->size);
}

/* The largest step that the number reaches, also by being rounded: 1048575 is 1.0 MiB. */
static const struct step *step_for(const struct step *first, uint64_t number)
{
	const struct step *step = first + STEPS_MAX - 1;

	while (step > first && number < step->size)
		step--;
	if (step > first && step < first + STEPS_MAX - 1 &&
	    tenths(number, step) >= step[1].size / step->size * 10)
		step++;
	return step;
}

static void print_in_steps(FILE *out, const struct step *first, uint64_t number)
{
	const struct step *step = step_for(first, number);
	uint64_t rounded = tenths(number, step);

	if (step == first)
		fprintf(out, "%" PRIu64 " %s", number, step->name);
	else
		fprintf(out, "%" PRIu64 ".%" PRIu64 " %s", rounded / 10, rounded % 10, step->name);
}

void unit_print(FILE *out, enum plan_unit unit, uint64_t number, bool is_signed)
{
	if (is_signed && (int64_t)number < 0) {
		fputc('-', out);
		number = -number;
	}
	if (unit == PLAN_UNIT_NONE)
		fprintf(out, "%" PRIu64, number);
	else
		print_in_steps(out, steps[unit], number);
}
