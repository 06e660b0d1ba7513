/*
 * How text looks on a terminal: names of maps are bold, marks of charts have a colour, and charts
 * are no wider than the window. Anywhere else it is bare, byte by byte as bpftrace prints it.
 */
#include "runtime/output_private.h"
#include "runtime/terminal.h"

#define BESIDES_CHART 27 /* columns: its labels, numbers and frame */
#define WIDTH_LEAST   10

const struct look look_bare = {.name = "", .mark = "", .off = "", .width = LOOK_WIDTH_MOST};
static const struct look look_coloured = {
	.name = "\033[1m", .mark = "\033[36m", .off = "\033[m", .width = LOOK_WIDTH_MOST};

static int fitting_width(int terminal)
{
	int columns = (int)terminal_size(terminal).columns;

	if (columns >= BESIDES_CHART + LOOK_WIDTH_MOST)
		return LOOK_WIDTH_MOST;
	return columns > BESIDES_CHART + WIDTH_LEAST ? columns - BESIDES_CHART : WIDTH_LEAST;
}

struct look look_of(const struct output *output)
{
	struct look look = output->has_colours ? look_coloured : look_bare;

	if (output->has_terminal)
		look.width = fitting_width(output->terminal);
	return look;
}

void look_put_name(const struct output *output, const char *name)
{
	const struct look *look = output->has_colours ? &look_coloured : &look_bare;

	fprintf(output->out, "%s%s%s", look->name, name, look->off);
}

void output_use_terminal(struct output *output, int terminal)
{
	output->has_terminal = true;
	output->terminal = terminal;
	output->has_colours = terminal_has_colours(terminal);
}
