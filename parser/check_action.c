/*
 * Functions that do something: in user space, or to the process or kernel function that they are
 * called in.
 */
#include <string.h>

#include "parser/checker.h"
#include "parser/word_list.h"

/* ---- in user space ---- */

const struct type *check_call_warnf(struct checker *checker, struct expr *call)
{
	return check_formatted(checker, call);
}

const struct type *check_call_errorf(struct checker *checker, struct expr *call)
{
	return check_formatted(checker, call);
}

const struct type *check_call_cat(struct checker *checker, struct expr *call)
{
	return check_formatted(checker, call);
}

const struct type *check_call_system(struct checker *checker, struct expr *call)
{
	return check_formatted(checker, call);
}

const struct type *check_call_join(struct checker *checker, struct expr *call)
{
	struct expr *argv = call->call.arguments, *separator = argv->next;
	const struct type *type = check_integral(checker, argv, "an array of pointers");

	if (separator) {
		check_expr(checker, separator);
		if (separator->kind != EXPR_STRING)
			return check_refuse(checker, separator->span, E_TYPE,
					    "the separator of join() must be a literal");
	}
	return type->kind == TYPE_ERROR ? type : no_value(checker);
}

static const char *const access_modes[] = {"r", "w", "rw", "wr"};

static bool is_access_mode(const struct expr *mode)
{
	for (size_t i = 0; i < sizeof(access_modes) / sizeof(*access_modes); i++)
		if (mode->kind == EXPR_STRING && !strcmp(mode->string.bytes, access_modes[i]))
			return true;
	return false;
}

static bool is_watchable_length(const struct expr *length)
{
	uint64_t bytes = length->kind == EXPR_INT ? length->integer.value : 0;

	return bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
}

const struct type *check_call_watch(struct checker *checker, struct expr *call)
{
	struct expr *address = call->call.arguments, *length = address->next, *mode = length->next;

	checker->watch = call->span;
	if (check_integral(checker, address, "an address")->kind == TYPE_ERROR)
		return address->type;
	check_expr(checker, length);
	check_expr(checker, mode);
	if (!is_watchable_length(length))
		return check_refuse(checker, length->span, E_TYPE,
				    "a watchpoint is 1, 2, 4 or 8 bytes long, as a literal");
	if (!is_access_mode(mode))
		return check_refuse(checker, mode->span, E_TYPE,
				    "the mode of watch() is \"r\", \"w\" or \"rw\", as a literal");
	return no_value(checker);
}

const struct type *check_call_unwatch(struct checker *checker, struct expr *call)
{
	const struct type *type = check_integral(checker, call->call.arguments, "an address");

	return type->kind == TYPE_ERROR ? type : no_value(checker);
}

static bool is_place(struct span span)
{
	return span.end > span.begin;
}

void check_watches(struct checker *checker)
{
	if (is_place(checker->watch) && !is_place(checker->armed)) {
		check_refuse(checker, checker->watch, E_CONTEXT,
			     "nothing is done when the memory is accessed");
		diag_hint(checker->in->diag, "add a clause: watchpoint:armed { ... }");
	} else if (is_place(checker->armed) && !is_place(checker->watch)) {
		check_refuse(checker, checker->armed, E_CONTEXT,
			     "'watchpoint:armed' never fires: nothing calls watch()");
		diag_hint(checker->in->diag, "say what to watch: watch(address, 8, \"rw\")");
	}
}

/* ---- to who is traced ---- */

#define SIGNALS_MAX 64

static const struct type *check_signal_name(struct checker *checker, const struct expr *signal)
{
	const char *name = signal->string.bytes;
	uint32_t number;

	if (!strncmp(name, "SIG", 3))
		name += 3;
	if (word_find(&words_signals, name, &number))
		return no_value(checker);
	return check_refuse(checker, signal->span, E_NAME, "'%s' is no signal: they are %s",
			    signal->string.bytes, words_signals.all);
}

const struct type *check_call_signal(struct checker *checker, struct expr *call)
{
	struct expr *signal = call->call.arguments;

	if (check_expr(checker, signal)->kind == TYPE_ERROR)
		return signal->type;
	if (signal->kind == EXPR_STRING)
		return check_signal_name(checker, signal);
	if (check_integral(checker, signal, "a signal")->kind == TYPE_ERROR)
		return signal->type;
	if (check_is_negative(signal) ||
	    (signal->kind == EXPR_INT &&
	     (!signal->integer.value || signal->integer.value > SIGNALS_MAX)))
		return check_refuse(checker, signal->span, E_TYPE, "signals are 1 to %d",
				    SIGNALS_MAX);
	return no_value(checker);
}

const struct type *check_call_override(struct checker *checker, struct expr *call)
{
	const struct type *type =
		check_integral(checker, call->call.arguments, "what the function returns");

	for (size_t i = 0; i < checker->setting->places.count; i++) {
		const struct point *point = checker->setting->places.items[i].point;

		if (point->offset)
			return check_refuse(checker, call->span, E_CONTEXT,
					    "override() acts at the start of a function, not in "
					    "'%s'",
					    point->text);
	}
	return type->kind == TYPE_ERROR ? type : no_value(checker);
}
