/*
 * Functions that do something: in user space, or to the process or kernel function that they are
 * called in.
 */
#include "codegen/emit.h"

#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "parser/word_list.h"

/* ---- in user space ---- */

static void send_formatted(struct emitter *e, const struct expr *call, enum plan_event_kind kind,
			   const char *format)
{
	emit_send_values(e, kind, format, call->call.arguments->next,
			 call->call.argument_count - 1);
}

/*
 * "leak.mt:3:1-22: WARNING: " before the format, and no end of the line behind it, which is printed
 * in any case. The file's name may not be taken for a part of the format.
 */
static const char *with_place(struct emitter *e, const struct expr *call, const char *what)
{
	const struct sources *sources = e->codegen->in->sources;
	struct position from = sources_locate(sources, call->span.begin);
	struct arena *arena = e->codegen->arena;
	const char *name = "", *format = emit_literal_text(e, call->call.arguments);
	uint32_t length = call->span.end - call->span.begin;
	size_t end = strlen(format);

	for (const char *at = from.source->name; *at; at++)
		name = arena_printf(arena, *at == '%' ? "%s%%%%" : "%s%c", name, *at);
	if (end && format[end - 1] == '\n')
		format = arena_strndup(arena, format, end - 1);
	return arena_printf(arena, "%s:%u:%u-%u: %s: %s", name, from.line, from.column,
			    from.column + length, what, format);
}

CALL_EMITTER(warnf)
{
	send_formatted(e, call, PLAN_MESSAGE, with_place(e, call, "WARNING"));
	return NULL;
}

CALL_EMITTER(errorf)
{
	send_formatted(e, call, PLAN_MESSAGE, with_place(e, call, "ERROR"));
	return NULL;
}

CALL_EMITTER(cat)
{
	send_formatted(e, call, PLAN_CAT, emit_literal_text(e, call->call.arguments));
	return NULL;
}

CALL_EMITTER(system)
{
	e->codegen->is_unsafe = true;
	send_formatted(e, call, PLAN_SYSTEM, emit_literal_text(e, call->call.arguments));
	return NULL;
}

CALL_EMITTER(join)
{
	const struct expr *list = call->call.arguments;
	const char *separator = list->next ? emit_literal_text(e, list->next) : " ";
	const struct type *types[ABI_JOIN_MOST];
	struct ir_value *address = emit_scalar(e, list), *is_user = emit_is_user(e, list, address);
	struct emit_record record;
	uint32_t event;

	for (size_t i = 0; i < ABI_JOIN_MOST; i++)
		types[i] = type_string(e->codegen->in->types, ABI_STRING_MAX);
	event = codegen_add_event(e, PLAN_JOIN, separator, NULL, types, ABI_JOIN_MOST);
	record = emit_begin_record(e, event, ABI_JOIN_MOST * ABI_STRING_MAX);
	IR_CALL(e->ir, "mt_join_list", record.payload, address, is_user);
	emit_end_record(e, record);
	return NULL;
}

/* Done by user space when it gets there: no program can open a watchpoint. */
CALL_EMITTER(watch)
{
	const struct expr *address = call->call.arguments, *length = address->next;
	struct ir_value *numbers[] = {emit_scalar(e, address), emit_pid(e), emit_scalar(e, length)};

	emit_send_numbers(e, PLAN_WATCH, emit_literal_text(e, length->next), NULL, numbers,
			  sizeof(numbers) / sizeof(*numbers));
	return NULL;
}

CALL_EMITTER(unwatch)
{
	struct ir_value *numbers[] = {emit_scalar(e, call->call.arguments), emit_pid(e)};

	emit_send_numbers(e, PLAN_UNWATCH, NULL, NULL, numbers,
			  sizeof(numbers) / sizeof(*numbers));
	return NULL;
}

/* ---- to who is traced ---- */

static struct ir_value *signal_number(struct emitter *e, const struct expr *signal)
{
	const char *name;
	uint32_t number;

	if (signal->kind != EXPR_STRING)
		return emit_scalar(e, signal);
	name = emit_literal_text(e, signal);
	if (!word_find(&words_signals, strncmp(name, "SIG", 3) ? name : name + 3, &number))
		abort();
	return ir_int(e->ir, number);
}

CALL_EMITTER(signal)
{
	e->codegen->is_unsafe = true;
	IR_HELPER(e->ir, BPF_FUNC_send_signal, false, signal_number(e, call->call.arguments));
	return NULL;
}

CALL_EMITTER(override)
{
	e->codegen->is_unsafe = true;
	IR_HELPER(e->ir, BPF_FUNC_override_return, false, e->context,
		  emit_scalar(e, call->call.arguments));
	return NULL;
}
