/*
 * Functions that do something: in user space, or to the process or kernel function that they are
 * called in.
 */
#include <string.h>

#include "parser/checker.h"
#include "parser/word_list.h"

static const struct type *no_value(struct checker *checker)
{
	return type_void(checker->in->types);
}

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
	if (signal->kind == EXPR_INT &&
	    (!signal->integer.value || signal->integer.value > SIGNALS_MAX))
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
