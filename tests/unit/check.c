#include "parser/check.h"

#include <stdlib.h>

#include "codegen/abi.h"
#include "lexer/arena.h"
#include "parser/checker.h"
#include "parser/parse.h"
#include "tests/unit/unit.h"

#define NO_KERNEL NULL
#define KERNEL	  "tests/golden/kernel" /* tracepoints and functions, no BTF */

static struct arena *arena; /* of all tests */
static struct types *types;
static struct program program;
static const char *messages; /* that were printed; "" when none */
static int libraries_read;

/* ---- a program, checked ---- */

static const char library_text[] =
	"probe mem:alloc(ptr, size) outermost(heap) =\n"
	"	uretprobe:libc:malloc (retval, entry(arg0)) /retval/,\n"
	"	uretprobe:libc:valloc ? (retval, entry(arg0)) /retval/,\n"
	"	uretprobe:libc:calloc (retval, entry(arg0) * entry(arg1)) /retval/;\n"
	"probe mem:free(ptr) outermost(heap) = uprobe:libc:free (arg0) /arg0/;\n"
	"probe mem:map(ptr, size) outermost(maps) = uretprobe:libc:mmap (retval, entry(arg1));\n"
	"probe mem:move(size, old, ptr) =\n"
	"	uretprobe:libc:realloc (entry(arg1), entry(arg0), retval);\n";

static const char *library(const char *name, size_t *length)
{
	libraries_read++;
	*length = strlen(library_text);
	return strcmp(name, "mem") == 0 ? library_text : NULL;
}

static const char *print_messages(struct diag *diag)
{
	char *text, *copy;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	diag_print(diag, out, false);
	fclose(out);
	copy = arena_strdup(arena, text);
	free(text);
	return copy;
}

static bool check(const char *text, const char *root)
{
	struct sources *sources;
	struct checker_input input;
	bool is_right = false;

	types = types_new(arena);
	sources = sources_new(arena);
	program = (struct program){0};
	libraries_read = 0;
	input = (struct checker_input){
		.arena = arena,
		.sources = sources,
		.diag = diag_new(arena, sources),
		.types = types,
		.kernel = root ? kernel_open(arena, types, root) : NULL,
		.library = library,
		.options = {.max_strlen = 64},
	};
	parse_source(arena, sources_add(sources, "test", text, strlen(text)), input.diag, &program);
	if (!diag_failed(input.diag))
		is_right = check_program(&input, &program);
	messages = print_messages(input.diag);
	return is_right;
}

/* The type of @NAME's value, or of the first clause's $NAME; NULL when the program is wrong. */
static const char *type_in(const char *text, const char *name, const char *root)
{
	if (!check(text, root))
		return messages;
	for (const struct variable *v = program.clauses->variables; v; v = v->next)
		if (!strcmp(v->name, name))
			return type_name(arena, v->type);
	for (const struct map *m = program.maps; m; m = m->next)
		if (!strcmp(m->name, name))
			return type_name(arena, m->value);
	return NULL;
}

/* The type of an expression when it is the element of a tuple, where nothing is widened but stored.
 */
static const char *type_of(const char *expression, const char *probe, const char *root)
{
	const struct stmt *stmt;

	if (!check(arena_printf(arena, "%s { print(%s); }", probe, expression), root))
		return messages;
	stmt = program.clauses->body;
	return type_name(arena, stmt->expr->call.arguments->type);
}

static const char *begin_type(const char *expression)
{
	return type_of(expression, "BEGIN", NO_KERNEL);
}

static const struct map *map_called(const char *name)
{
	const struct map *map = program.maps;

	while (map && strcmp(map->name, name) != 0)
		map = map->next;
	return map;
}

static const char *key_in(const char *text, const char *name)
{
	if (!check(text, KERNEL))
		return messages;
	return type_name(arena, map_called(name)->key);
}

static const struct clause *nth_clause(int n)
{
	const struct clause *clause = program.clauses;

	while (n--)
		clause = clause->next;
	return clause;
}

static const struct variant *nth_variant(const struct clause *clause, int n)
{
	const struct variant *variant = clause->variants;

	while (variant && n--)
		variant = variant->next;
	return variant;
}

static const struct attachment *nth_attachment(const struct clause *clause, int n)
{
	const struct attachment *attachment = clause->attachments;

	while (attachment && n--)
		attachment = attachment->next;
	return attachment;
}

/* "a; b" */
static const char *texts(const struct expr *const *exprs, uint32_t count)
{
	const char *text = "";

	for (uint32_t i = 0; i < count; i++)
		text = arena_printf(arena, "%s%s%s", text, i ? "; " : "",
				    exprs[i] ? ast_expr_text(arena, exprs[i]) : "-");
	return text;
}

#define CHECK_RIGHT(text, root) CHECK_STR((check((text), (root)), messages), "")
#define CHECK_WRONG(text, root, part)                                  \
	do {                                                           \
		CHECK(!check((text), (root)));                         \
		if (!strstr(messages, (part)))                         \
			UNIT_FAIL("no \"%s\" in: %s", part, messages); \
	} while (0)

/* ---- types of expressions ---- */

static void literals_are_signed_while_they_fit(void)
{
	CHECK_STR(begin_type("1"), "int64");
	CHECK_STR(begin_type("9223372036854775807"), "int64");
	CHECK_STR(begin_type("9223372036854775808"), "uint64");
	CHECK_STR(begin_type("\"abc\""), "string[4]");
}

static void arithmetic_is_signed_unless_a_side_is_uint64(void)
{
	CHECK_STR(begin_type("(uint32)1 + (uint32)2"), "int64");
	CHECK_STR(begin_type("(uint8)1 * 2"), "int64");
	CHECK_STR(begin_type("(uint64)1 - 2"), "uint64");
	CHECK_STR(begin_type("1 / (uint64)2"), "uint64");
	CHECK_STR(begin_type("(1 == 2) + 1"), "int64");
	CHECK_STR(begin_type("1 ? 1 : (uint64)2"), "uint64");
	CHECK_STR(begin_type("~(uint64)1"), "uint64");
}

static void shift_is_signed_as_its_left_side(void)
{
	CHECK_STR(begin_type("-8 >> (uint64)1"), "int64");
	CHECK_STR(begin_type("(uint64)8 >> 1"), "uint64");
}

static void negative_is_signed(void)
{
	CHECK_STR(begin_type("-(uint64)1"), "int64");
	CHECK_STR(begin_type("-9223372036854775808"), "int64");
}

static void comparisons_are_bool(void)
{
	CHECK_STR(begin_type("1 < 2"), "bool");
	CHECK_STR(begin_type("comm == \"x\""), "bool");
	CHECK_STR(begin_type("(1, \"x\") != (2, \"longer\")"), "bool");
	CHECK_STR(begin_type("1 && 2"), "bool");
	CHECK_STR(begin_type("!5"), "bool");
}

static void pointers_scale(void)
{
	CHECK_STR(begin_type("(uint64 *)1 + 2"), "uint64 *");
	CHECK_STR(begin_type("2 + (uint64 *)1"), "uint64 *");
	CHECK_STR(begin_type("(uint64 *)2 - (uint64 *)1"), "int64");
	CHECK_STR(begin_type("*(uint16 *)1"), "uint16");
	CHECK_STR(begin_type("((int32 *)1)[3]"), "int32");
	CHECK_STR(begin_type("**(uint32 **)1"), "uint32");
}

static void size_of_str_is_its_length(void)
{
	CHECK_STR(begin_type("str(1)"), "string[64]");
	CHECK_STR(begin_type("str(1, 10)"), "string[10]");
	CHECK_STR(begin_type("str(1, 0)"), "string[1]");
	CHECK_STR(begin_type("str(1, 1024)"), "string[1024]");
	CHECK_STR(begin_type("str(1, pid)"), "string[64]");
}

static void memory_is_that_of_the_probe(void)
{
	const struct type *type;

	CHECK_RIGHT("uprobe:libc:f { $p = (uint64 *)arg0; }", NO_KERNEL);
	CHECK_INT(program.clauses->variables->type->space, SPACE_USER);
	CHECK_RIGHT("kprobe:f { $p = (uint64 *)arg0; }", NO_KERNEL);
	CHECK_INT(program.clauses->variables->type->space, SPACE_KERNEL);
	CHECK_RIGHT("uretprobe:libc:f { $p = (uint64 *)entry((uint64 *)arg0); }", NO_KERNEL);
	type = program.clauses->variables->type;
	CHECK_INT(type->space, SPACE_USER);
	CHECK_WRONG("uprobe:libc:f, kprobe:f { $p = (uint64 *)arg0; }", NO_KERNEL,
		    "write a clause for each");
}

/* ---- types of tracepoint fields ---- */

static const char *field_type(const char *event, const char *field)
{
	return type_of(arena_printf(arena, "args.%s", field),
		       arena_printf(arena, "tracepoint:%s", event), KERNEL);
}

static void tracepoint_fields_have_the_types_of_the_format(void)
{
	CHECK_STR(field_type("kmem:kmalloc", "bytes_req"), "uint64");
	CHECK_STR(field_type("kmem:kmalloc", "node"), "int32");
	CHECK_STR(field_type("kmem:kmalloc", "ptr"), "void *");
	CHECK_STR(field_type("sched:sched_process_exec", "filename"), "string[64]");
	CHECK_STR(field_type("sched:sched_process_exec", "pid"), "int32");
}

static void fields_of_several_tracepoints_become_one_type(void)
{
	CHECK_STR(field_type("kmem:k*", "ptr"), "void *");
	CHECK_WRONG("tracepoint:kmem:* { print(args.ptr); }", KERNEL, "has no field 'ptr'");
}

static void field_of_an_event_that_may_be_missing_is_a_number(void)
{
	CHECK_STR(type_of("args.x", "tracepoint:kmem:old ?", KERNEL), "int64");
	CHECK_STR(type_of("args.ptr", "tracepoint:kmem:old | tracepoint:kmem:kfree", KERNEL),
		  "void *");
	CHECK_WRONG("tracepoint:kmem:old { print(args.x); }", KERNEL, "no tracepoint 'kmem:old'");
}

static void without_tracefs_fields_are_not_known(void)
{
	CHECK_WRONG("tracepoint:a:b { print(args.x); }", NO_KERNEL, "--kernel DIR");
	CHECK_WRONG("tracepoint:a:b { print(args.x); }", "/nowhere", "--kernel DIR");
	CHECK_RIGHT("tracepoint:a:b, kprobe:nothing { print(pid); }", NO_KERNEL);
}

static void without_btf_there_are_no_structs(void)
{
	CHECK_STR(begin_type("curtask"), "uint64");
	CHECK_WRONG("BEGIN { print(((struct task_struct *)1)->pid); }", NO_KERNEL,
		    "CONFIG_DEBUG_INFO_BTF");
	CHECK_WRONG("BEGIN { print(curtask->pid); }", KERNEL, "--kernel DIR");
}

/* ---- what is stored ---- */

static void stored_integers_have_64_bits(void)
{
	CHECK_STR(type_in("BEGIN { $x = pid; }", "$x", NO_KERNEL), "uint64");
	CHECK_STR(type_in("BEGIN { $x = (int8)1; }", "$x", NO_KERNEL), "int64");
	CHECK_STR(type_in("BEGIN { @x = (uint16)1; }", "@x", NO_KERNEL), "uint64");
	CHECK_STR(type_in("BEGIN { @x = (pid, (1 == 1, (int8)2)); }", "@x", NO_KERNEL),
		  "(uint64, (bool, int64))");
	CHECK_STR(type_in("BEGIN { @x = 1 == 1; }", "@x", NO_KERNEL), "bool");
	CHECK_STR(type_in("BEGIN { @x = 1 == 1; @x = 5; }", "@x", NO_KERNEL), "int64");
}

static void first_store_decides_the_sign(void)
{
	CHECK_STR(type_in("BEGIN { @x = 1; @x = (uint64)1; }", "@x", NO_KERNEL), "int64");
	CHECK_STR(type_in("BEGIN { @x = (uint64)1; @x = -1; }", "@x", NO_KERNEL), "uint64");
	CHECK_STR(type_in("BEGIN { @x += (uint64)1; }", "@x", NO_KERNEL), "uint64");
	CHECK_STR(type_in("BEGIN { @x++; @x += pid; }", "@x", NO_KERNEL), "int64");
}

static void strings_grow_for_the_whole_program(void)
{
	static const char text[] = "BEGIN { $x = @m; $y = (1, $x); @n = $y; }\n"
				   "BEGIN { @m = \"a\"; @m = \"a long one\"; @n = (1, \"b\"); }";

	CHECK_STR(type_in(text, "$x", NO_KERNEL), "string[11]");
	CHECK_STR(type_in(text, "$y", NO_KERNEL), "(int64, string[11])");
	CHECK_STR(type_in(text, "@n", NO_KERNEL), "(int64, string[11])");
	CHECK_STR(type_name(arena, program.clauses->body->assign.value->type), "string[11]");
}

static void types_that_depend_on_each_other_are_found(void)
{
	CHECK_STR(type_in("BEGIN { @a = @b; @b = @c; @c = @d; @d = \"x\"; }", "@a", NO_KERNEL),
		  "string[2]");
	CHECK_WRONG("BEGIN { @a = @b; @b = @a; }", NO_KERNEL, "only ever assigned from itself");
}

static void each_thing_is_said_once(void)
{
	CHECK(check("BEGIN { @a = @b; @b = 1; return; @b = 2; }", NO_KERNEL));
	CHECK(strstr(messages, "W_UNREACHABLE"));
	CHECK(!strstr(strstr(messages, "W_UNREACHABLE") + 1, "W_UNREACHABLE"));
	CHECK(!check("BEGIN { @a = @b; @b = sise; }", NO_KERNEL));
	CHECK(!strstr(strstr(messages, "E_NAME") + 1, "E_NAME"));
}

static void keys_widen(void)
{
	CHECK_STR(key_in("BEGIN { @m[pid] = 1; @m[-1] = 2; }", "@m"), "uint64");
	CHECK_STR(key_in("BEGIN { @m[\"a\"] = 1; @m[comm] = 2; }", "@m"), "string[16]");
	CHECK_STR(key_in("BEGIN { print(@m[1, \"a\"]); @m[pid, comm] = 2; }", "@m"),
		  "(int64, string[16])");
	CHECK(map_called("@m")->key_is_tuple);
	CHECK_STR(key_in("BEGIN { @m[(1, 2)] = 1; }", "@m"), "(int64, int64)");
	CHECK(!map_called("@m")->key_is_tuple);
	CHECK_STR(key_in("tracepoint:kmem:kfree { @m[args.ptr] = 1; @m[5] = 2; }", "@m"), "void *");
}

static void aggregations_are_integers_when_read(void)
{
	CHECK_STR(type_in("BEGIN { @m = count(); $x = @m; }", "$x", NO_KERNEL), "int64");
	CHECK_STR(type_in("BEGIN { @m = sum((uint64)1); $x = @m; }", "$x", NO_KERNEL), "uint64");
	CHECK_STR(type_in("BEGIN { @m = avg(-1); $x = @m; }", "$x", NO_KERNEL), "int64");
	CHECK_STR(type_in("BEGIN { @m = max(pid); $x = @m; }", "$x", NO_KERNEL), "uint64");
	CHECK(!map_called("@m")->value->is_signed);
}

/* ---- held objects ---- */

static void owner_is_where_the_pid_is(void)
{
	CHECK_RIGHT("uprobe:libc:f { @h = hold((arg0, pid), 1); @i = hold(pid, 1);\n"
		    "@j = hold((pid, 1), 1); @j = hold((tid, 1), 1); @k = hold(arg0, 1); }",
		    NO_KERNEL);
	CHECK(map_called("@h")->has_owner);
	CHECK_INT(map_called("@h")->owner_offset, 8);
	CHECK_STR(type_name(arena, map_called("@h")->object_name), "(uint64, uint64)");
	CHECK(map_called("@i")->has_owner);
	CHECK_INT(map_called("@i")->owner_offset, 0);
	CHECK(!map_called("@j")->has_owner);
	CHECK(!map_called("@k")->has_owner);
}

static void old_object_is_named_at_the_beginning(void)
{
	const struct clause *clause;

	CHECK_RIGHT(
		"mem:move { @h[ustack] = move((pid, args.old + 1), (pid, args.ptr), args.size); }\n"
		"uretprobe:libc:f { @h[ustack] = move((pid, entry(arg2)), (pid, retval), 1); }",
		NO_KERNEL);
	clause = nth_clause(0);
	CHECK_INT(clause->move_count, 1);
	CHECK(clause->moves[0] == clause->body->assign.value);
	CHECK(clause->moves[0]->call.map == map_called("@h"));
	CHECK_STR(texts(clause->variants->taken, 1), "(pid, arg0 + 1)");
	CHECK_STR(type_name(arena, clause->variants->taken[0]->type), "(uint32, uint64)");
	CHECK(map_called("@h")->has_owner);
	clause = nth_clause(1);
	CHECK_STR(texts(clause->variants->taken, 1), "(pid, arg2)");
	CHECK_INT(clause->variants->entry_count, 0);
	CHECK(clause->variants->is_pair);
}

static void old_object_must_be_known_at_the_beginning(void)
{
	CHECK_WRONG("mem:move { @h = move(args.ptr, args.ptr, 1); }", NO_KERNEL,
		    "args.ptr is made of retval");
	CHECK_WRONG("uretprobe:libc:f { @h = move(retval, retval, 1); }", NO_KERNEL, "E_CONTEXT");
	/* Both have the field, and it is not the same. */
	CHECK_WRONG("tracepoint:kmem:kmalloc .. tracepoint:kmem:kfree\n"
		    "{ @h = move(args.ptr, args.ptr, 1); }",
		    KERNEL, "E_CONTEXT");
}

/* ---- variants and attachments ---- */

static void points_alike_share_a_variant(void)
{
	const struct clause *clause;

	CHECK_RIGHT("mem:alloc { @[args.ptr] = sum(args.size); }", NO_KERNEL);
	clause = program.clauses;
	CHECK(nth_attachment(clause, 0)->variant == nth_variant(clause, 0));
	CHECK(nth_attachment(clause, 1)->variant == nth_variant(clause, 0));
	CHECK(nth_attachment(clause, 2)->variant == nth_variant(clause, 1));
	CHECK(!nth_attachment(clause, 3) && !nth_variant(clause, 2));
	CHECK(!nth_attachment(clause, 0)->is_optional && nth_attachment(clause, 1)->is_optional);
	CHECK_INT(nth_variant(clause, 1)->index, 1);
	CHECK_STR(texts(nth_variant(clause, 1)->fields, 2), "retval; entry(arg0) * entry(arg1)");
	CHECK_STR(texts(nth_variant(clause, 1)->entries, 2), "arg0; arg1");
	CHECK_STR(ast_expr_text(arena, nth_variant(clause, 1)->predicate), "retval");
	CHECK_INT(nth_variant(clause, 0)->begin_kind, POINT_UPROBE);
}

static void points_of_a_named_probe_are_one_group(void)
{
	const struct clause *clause;

	CHECK_RIGHT("mem:alloc, uprobe:a:b, uprobe:a:c, mem:free { @ = count(); }", NO_KERNEL);
	clause = program.clauses;
	CHECK_INT(nth_attachment(clause, 0)->group, nth_attachment(clause, 2)->group);
	for (int i = 3; i < 6; i++)
		CHECK(nth_attachment(clause, i)->group != nth_attachment(clause, i - 1)->group);
	CHECK(!nth_attachment(clause, 6));
}

static void fields_that_are_not_used_are_not_made(void)
{
	CHECK_RIGHT("mem:alloc { @[args.ptr] = count(); }", NO_KERNEL);
	CHECK_STR(texts(program.clauses->variants->fields, 2), "retval; -");
	CHECK_INT(program.clauses->variants->entry_count, 0);
	CHECK(!program.clauses->variants->next);
}

static void fields_in_memory_have_the_size_that_the_body_reads(void)
{
	const struct variant *variant;

	CHECK_RIGHT("probe a:b(x) = kprobe:f (comm), kprobe:g (\"x\"); probe a:c(x) = kprobe:h "
		    "(str(1));\n"
		    "a:b, a:c { print(args.x); }",
		    NO_KERNEL);
	for (int i = 0; i < 3; i++) {
		variant = nth_variant(program.clauses, i);
		CHECK_STR(type_name(arena, variant->fields[0]->type), "string[64]");
	}
	CHECK_STR(texts(nth_variant(program.clauses, 0)->fields, 1), "(string[64])comm");
}

static void field_of_a_missing_event_has_the_type_of_the_others(void)
{
	const struct variant *variant;

	CHECK_RIGHT("probe a:b(x) = tracepoint:sched:old (args.comm) |\n"
		    "	tracepoint:sched:sched_process_exec (args.filename);\n"
		    "a:b { print(args.x); }",
		    KERNEL);
	variant = program.clauses->variants;
	CHECK_STR(variant->point->name, "old");
	CHECK_STR(type_name(arena, variant->fields[0]->type), "string[64]");
}

static void fields_are_in_the_order_of_the_first_probe(void)
{
	const struct clause *clause;

	CHECK_RIGHT("mem:alloc, mem:move { @[args.ptr] = sum(args.size); }", NO_KERNEL);
	clause = program.clauses;
	CHECK_INT(clause->body->assign.target->map.key->field.access.index, 0);
	CHECK_STR(texts(nth_attachment(clause, 0)->variant->fields, 2), "retval; entry(arg0)");
	CHECK_STR(texts(nth_attachment(clause, 3)->variant->fields, 2), "retval; entry(arg1)");
}

static void equal_values_of_the_beginning_are_kept_once(void)
{
	const struct variant *variant;
	const struct stmt *body;

	CHECK_RIGHT("uretprobe:libc:f /entry(arg1)/ { @a = entry(arg0); @b = entry(arg1 ) + 1;\n"
		    "@c = entry(str(arg0, 7)); }",
		    NO_KERNEL);
	variant = program.clauses->variants;
	CHECK_STR(texts(variant->entries, variant->entry_count), "arg1; arg0; str(arg0, 7)");
	body = program.clauses->body;
	CHECK_INT(body->assign.value->call.slot, 1);
	CHECK_INT(body->next->assign.value->binary.left->call.slot, 0);
}

static void values_of_the_body_come_first(void)
{
	const struct clause *clause;

	CHECK_RIGHT("mem:alloc { @[entry(tid)] = sum(args.size); }", NO_KERNEL);
	clause = program.clauses;
	CHECK_STR(texts(nth_variant(clause, 0)->entries, 2), "tid; arg0");
	CHECK_INT(nth_variant(clause, 0)->fields[1]->call.slot, 1);
	CHECK_STR(texts(nth_variant(clause, 1)->entries, 3), "tid; arg0; arg1");
}

static void families_are_numbered_over_the_program(void)
{
	CHECK_RIGHT(
		"mem:alloc { @ = count(); } mem:map { @ = count(); } mem:free { @ = count(); }\n"
		"uretprobe:libc:f { @ = count(); }",
		NO_KERNEL);
	CHECK_INT(program.family_count, 2);
	CHECK_INT(nth_clause(0)->variants->family, 1);
	CHECK_INT(nth_clause(1)->variants->family, 2);
	CHECK_INT(nth_clause(2)->variants->family, 1);
	CHECK_INT(nth_clause(3)->variants->family, 0);
	CHECK(nth_clause(0)->variants->is_pair && nth_clause(1)->variants->is_pair);
	CHECK(!nth_clause(2)->variants->is_pair); /* a plain point has no end */
	CHECK(!nth_clause(3)->variants->is_pair); /* nothing asks for the beginning */
}

static void what_needs_the_beginning_is_a_pair(void)
{
	CHECK_RIGHT("uretprobe:libc:f { @ = sum(elapsed_ns()); }\n"
		    "uretprobe:libc:f { @ = sum(entry(arg0)); }\n"
		    "kprobe:a .. kprobe:b { @ = sum(1); }",
		    NO_KERNEL);
	CHECK(nth_clause(0)->variants->is_pair);
	CHECK(nth_clause(1)->variants->is_pair);
	CHECK(nth_clause(2)->variants->is_pair);
	CHECK(!nth_clause(1)->variants->begin);
	CHECK_INT(nth_clause(2)->variants->begin_kind, POINT_KPROBE);
	CHECK_STR(nth_clause(2)->variants->begin->name, "a");
}

static void written_pairs_do_not_share(void)
{
	CHECK_RIGHT("kprobe:a .. kprobe:b, kprobe:c .. kprobe:b { @ = count(); }", NO_KERNEL);
	CHECK(nth_attachment(program.clauses, 0)->variant !=
	      nth_attachment(program.clauses, 1)->variant);
}

static void alternatives_are_a_chain(void)
{
	const struct attachment *first;

	CHECK_RIGHT("kprobe:a | kprobe:b | tracepoint:c:d ?, kprobe:e { @ = count(); }", NO_KERNEL);
	first = program.clauses->attachments;
	CHECK_STR(first->alternative->point->name, "b");
	CHECK_STR(first->alternative->alternative->point->name, "d");
	CHECK(first->alternative->alternative->is_optional);
	CHECK(!first->alternative->alternative->alternative);
	CHECK(first->variant == first->alternative->variant);
	CHECK(first->variant != first->alternative->alternative->variant);
	CHECK_INT(first->group, first->alternative->group);
	CHECK_STR(first->next->point->name, "e");
	CHECK(!first->next->next);
}

static void wildcards_are_expanded_where_fields_are_read(void)
{
	const struct clause *clause;

	CHECK_RIGHT("tracepoint:kmem:k* { @ = count(); }\n"
		    "tracepoint:kmem:k* { @by[args.ptr] = count(); }",
		    KERNEL);
	clause = nth_clause(0);
	CHECK_STR(clause->attachments->point->name, "k*");
	CHECK(!clause->attachments->next);
	clause = nth_clause(1);
	CHECK_STR(nth_attachment(clause, 0)->point->text, "tracepoint:kmem:kfree");
	CHECK_STR(nth_attachment(clause, 0)->variant->point->name, "kfree");
	CHECK_STR(nth_attachment(clause, 1)->variant->point->name, "kmalloc");
	CHECK(!nth_attachment(clause, 2));
	CHECK_RIGHT("tracepoint:*:k* { @by[args.ptr] = count(); }", KERNEL);
	CHECK_STR(nth_attachment(program.clauses, 1)->point->target, "kmem");
}

/* ---- libraries ---- */

static void library_is_read_once(void)
{
	CHECK_RIGHT("mem:alloc { @ = count(); } mem:free { @ = count(); }", NO_KERNEL);
	CHECK_INT(libraries_read, 1);
	CHECK_WRONG("mem:alloc { @ = count(); } mem:aloc { @ = count(); }", NO_KERNEL,
		    "did you mean 'mem:alloc'");
}

static void own_definition_goes_before_the_library(void)
{
	CHECK_RIGHT("probe mem:alloc(n) = BEGIN (5);\n"
		    "mem:alloc { @ = sum(args.n); } mem:free { @ = sum(args.ptr); }",
		    NO_KERNEL);
	CHECK_INT(nth_clause(0)->variants->kind, POINT_BEGIN);
	CHECK_INT(nth_clause(1)->variants->kind, POINT_UPROBE);
}

static void definitions_are_checked_only_when_used(void)
{
	CHECK_RIGHT("probe a:b(x) = kprobe:f (retval), kprobe:g; BEGIN { @ = count(); }",
		    NO_KERNEL);
	CHECK_WRONG("probe a:b(x) = kprobe:f (retval); a:b { @ = count(); }", NO_KERNEL,
		    "E_CONTEXT");
}

/* ---- limits ---- */

static void limits_are_those_of_the_programs(void)
{
	size_t entry = sizeof(struct abi_entry) + CHECK_ENTRY_BYTES;

	CHECK_INT(CHECK_STRING_BYTES, ABI_STRING_MAX);
	CHECK_INT(CHECK_TUPLE_BYTES, ABI_VALUE_MAX);
	CHECK(sizeof(struct abi_entries) + 4 * entry < ABI_ENTRIES_SIZE);
}

int main(void)
{
	arena = arena_new();
	RUN(literals_are_signed_while_they_fit);
	RUN(arithmetic_is_signed_unless_a_side_is_uint64);
	RUN(shift_is_signed_as_its_left_side);
	RUN(negative_is_signed);
	RUN(comparisons_are_bool);
	RUN(pointers_scale);
	RUN(size_of_str_is_its_length);
	RUN(memory_is_that_of_the_probe);
	RUN(tracepoint_fields_have_the_types_of_the_format);
	RUN(fields_of_several_tracepoints_become_one_type);
	RUN(field_of_an_event_that_may_be_missing_is_a_number);
	RUN(without_tracefs_fields_are_not_known);
	RUN(without_btf_there_are_no_structs);
	RUN(stored_integers_have_64_bits);
	RUN(first_store_decides_the_sign);
	RUN(strings_grow_for_the_whole_program);
	RUN(types_that_depend_on_each_other_are_found);
	RUN(each_thing_is_said_once);
	RUN(keys_widen);
	RUN(aggregations_are_integers_when_read);
	RUN(owner_is_where_the_pid_is);
	RUN(old_object_is_named_at_the_beginning);
	RUN(old_object_must_be_known_at_the_beginning);
	RUN(points_alike_share_a_variant);
	RUN(points_of_a_named_probe_are_one_group);
	RUN(fields_that_are_not_used_are_not_made);
	RUN(fields_in_memory_have_the_size_that_the_body_reads);
	RUN(field_of_a_missing_event_has_the_type_of_the_others);
	RUN(fields_are_in_the_order_of_the_first_probe);
	RUN(equal_values_of_the_beginning_are_kept_once);
	RUN(values_of_the_body_come_first);
	RUN(families_are_numbered_over_the_program);
	RUN(what_needs_the_beginning_is_a_pair);
	RUN(written_pairs_do_not_share);
	RUN(alternatives_are_a_chain);
	RUN(wildcards_are_expanded_where_fields_are_read);
	RUN(library_is_read_once);
	RUN(own_definition_goes_before_the_library);
	RUN(definitions_are_checked_only_when_used);
	RUN(limits_are_those_of_the_programs);
	arena_free(arena);
	return unit_status();
}
