/*
 * Loops, and what leaves them. A loop's body runs in a function of its own that the kernel calls
 * (codegen/emit_loop.c), so how deep they nest is limited. An unroll() is written out instead.
 */
#include "parser/checker.h"

#define UNROLL_MAX 100

const char *check_jump(struct checker *checker, const struct stmt *stmt)
{
	const char *word = stmt->kind == STMT_BREAK ? "break" : "continue";

	if (checker->loop.is_inside)
		return "break or continue";
	check_refuse(checker, stmt->span, E_CONTEXT, "'%s' is only available in a loop", word);
	return NULL;
}

/* ---- bodies ---- */

static void check_body(struct checker *checker, struct stmt *stmt)
{
	struct loop_state before = checker->loop;
	struct scope scope = {.owner = stmt->loop.variable};

	check_open_scope(checker, &scope);
	if (stmt->loop.variable)
		check_declare(checker, stmt->loop.variable, stmt->loop.variable->type);
	checker->loop.is_inside = true;
	check_statements(checker, stmt->loop.body);
	check_close_scope(checker);
	checker->loop = before;
}

/* A body that is a function of its own. */
static void check_called_body(struct checker *checker, struct stmt *stmt)
{
	checker->clause->has_loops = true;
	if (checker->loop.depth == CHECK_LOOPS_MAX) {
		check_refuse(checker, stmt->span, E_LIMIT,
			     "loops are nested more than %d deep: the kernel limits how deep "
			     "functions call each other",
			     CHECK_LOOPS_MAX);
		diag_hint(checker->in->diag, "unroll (N) { } does not count");
		return;
	}
	checker->loop.depth++;
	check_note_depth(checker, stmt->span, checker->loop.depth);
	check_body(checker, stmt);
	checker->loop.depth--;
}

/* The condition is asked by the body's function. */
static void check_while(struct checker *checker, struct stmt *stmt)
{
	checker->loop.depth++;
	check_condition(checker, stmt->loop.control);
	checker->loop.depth--;
	check_called_body(checker, stmt);
}

static void check_range(struct checker *checker, struct stmt *stmt)
{
	check_integral(checker, stmt->loop.control, "the beginning of a range");
	check_integral(checker, stmt->loop.to, "the end of a range");
	stmt->loop.variable->type = type_int(checker->in->types, 8, true);
	check_called_body(checker, stmt);
}

/* ---- for ($kv : @map) ---- */

static const struct type *element_type(struct checker *checker, const struct expr *whole)
{
	const struct map *map = whole->map.map;
	const struct type *parts[] = {map->key, NULL};

	if (!map->key || !map->value)
		return type_error(checker->in->types);
	parts[1] = check_value_type(checker, whole, map->value);
	if (parts[1]->kind == TYPE_ERROR)
		return parts[1];
	return type_tuple(checker->in->types, parts, 2);
}

static void check_each(struct checker *checker, struct stmt *stmt)
{
	struct expr *whole = stmt->loop.control;
	const struct type *type = type_error(checker->in->types);

	if (whole->kind != EXPR_MAP) {
		check_expr(checker, whole);
		check_refuse(checker, whole->span, E_TYPE,
			     "for goes through a map or a range of numbers");
		diag_hint(checker->in->diag, "for ($kv : @map) { }, for ($i : 0..10) { }");
	} else if (check_map_keyed(checker, whole)) {
		type = element_type(checker, whole);
	}
	stmt->loop.variable->type = type;
	check_called_body(checker, stmt);
}

/* ---- unroll (N) ---- */

static void check_unroll(struct checker *checker, struct stmt *stmt)
{
	struct expr *times = stmt->loop.control;

	check_expr(checker, times);
	if (times->kind != EXPR_INT || times->integer.value > UNROLL_MAX || !times->integer.value) {
		check_refuse(checker, times->span, E_LIMIT,
			     "unroll() takes a number from 1 to %d, as a literal", UNROLL_MAX);
		diag_hint(checker->in->diag, "for ($i : 0..$n) { } takes any");
	}
	check_body(checker, stmt);
}

void check_loop(struct checker *checker, struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_WHILE:
		check_while(checker, stmt);
		break;
	case STMT_UNROLL:
		check_unroll(checker, stmt);
		break;
	case STMT_RANGE:
		check_range(checker, stmt);
		break;
	default:
		check_each(checker, stmt);
		break;
	}
}
