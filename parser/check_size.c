/*
 * A clause is compiled at most for each of its variants, a function for each kind of probe or each program
 * that calls it, and what is unrolled as often as it says: together these multiply, and nobody
 * would wait for it. What LLVM takes for one of them grows with its square: those have a limit of
 * their own.
 */
#include "parser/checker.h"
#include "parser/walk.h"

struct size_walker {
	struct walker walker; /* the first member: the walker's functions know it by that */
	uint64_t copies;      /* of what is being counted */
	uint64_t nodes;
};

static void count_expr(struct walker *walker, struct expr *expr)
{
	struct size_walker *size = (struct size_walker *)walker;

	size->nodes += size->copies;
	walk_expr(walker, expr);
}

/* Of the body. What is too much stays too much, without overflow. */
static uint64_t copies_in(const struct stmt *unroll, uint64_t copies)
{
	copies *= unroll->loop.control->integer.value;
	return copies < PROGRAM_NODES_MAX ? copies : PROGRAM_NODES_MAX;
}

static void count_stmt(struct walker *walker, struct stmt *stmt)
{
	struct size_walker *size = (struct size_walker *)walker;
	uint64_t copies = size->copies;

	if (stmt->kind == STMT_UNROLL)
		size->copies = copies_in(stmt, copies);
	size->nodes += size->copies; /* of an empty body, too */
	walk_stmt(walker, stmt);
	size->copies = copies;
}

static uint64_t count_body(const struct clause *clause)
{
	struct size_walker size = {.walker = {.expr = count_expr, .stmt = count_stmt}, .copies = 1};

	walk_stmts(&size.walker, clause->body);
	return size.nodes;
}

static void hint_at_loops(struct checker *checker)
{
	diag_hint(checker->in->diag, "for ($i : 0..100) { } is not written out, as unroll is");
}

static uint32_t count_variants(const struct clause *clause)
{
	uint32_t count = 0;

	for (const struct variant *v = clause->variants; v; v = v->next)
		count++;
	return count;
}

/* Of a clause or function that is compiled so many times. False when it was refused. */
static bool add(struct checker *checker, struct span span, const struct clause *code,
		uint64_t times, uint64_t *total)
{
	uint64_t nodes = count_body(code);

	if (nodes > CLAUSE_NODES_MAX) {
		check_refuse(checker, span, E_LIMIT,
			     "the clause or function is too large: more than %d expressions and "
			     "statements, unrolled ones each time: split it",
			     CLAUSE_NODES_MAX);
		hint_at_loops(checker);
		return false;
	}
	*total += times * nodes;
	if (*total <= PROGRAM_NODES_MAX)
		return true;
	check_refuse(checker, span, E_LIMIT,
		     "the program is too large: more than %d expressions and statements, each as "
		     "often as it is compiled",
		     PROGRAM_NODES_MAX);
	diag_hint(checker->in->diag, "with fewer kinds of probes, or without their arguments, one "
				     "program can serve several of them");
	hint_at_loops(checker);
	return false;
}

void check_program_size(struct checker *checker)
{
	const struct program *program = checker->program;
	uint64_t total = 0, programs = 0, times;

	for (const struct clause *clause = program->clauses; clause; clause = clause->next) {
		times = count_variants(clause);
		programs += times;
		if (!add(checker, clause->span, clause, times, &total))
			return;
	}
	for (const struct subprogram *s = program->subprograms; s; s = s->next) {
		times = s->is_of_place || programs < PROBE_KIND_COUNT ? programs : PROBE_KIND_COUNT;
		if (s->is_called && !add(checker, s->name_span, s->code, times, &total))
			return;
	}
}
