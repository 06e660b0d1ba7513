#include "tests/generate/evaluate.h"

#include <inttypes.h>
#include <stdbool.h>

#include "tests/generate/random.h"

/* A number of an integer type, extended by its own sign to 64 bits: narrower ones keep their value
 * in arithmetic. */
struct number {
	uint64_t bits;
	uint32_t size; /* of its type, in bytes */
	bool is_signed, is_bool;
};

struct place { /* a variable or map that is assigned to */
	char text[24];
	uint32_t size; /* in bytes: what is stored is cut to that */
	bool is_signed;
	uint64_t bits; /* extended */
};

#define PLACES_MAX 12
#define STATEMENTS 25

struct evaluator {
	struct random random;
	FILE *out, *expected;
	struct place places[PLACES_MAX];
	int place_count;
	bool is_skipped; /* what is written now is not run */
};

static struct number truth(bool value)
{
	return (struct number){.bits = value, .size = 1, .is_bool = true};
}

/* It makes the other side of an operation one, too (rules 1 and 3). */
static bool is_uint64(struct number a)
{
	return a.size == 8 && !a.is_signed;
}

static uint64_t cut(uint64_t bits, uint32_t size, bool is_signed)
{
	uint32_t unused = 64 - 8 * size;

	if (!unused)
		return bits;
	return is_signed ? (uint64_t)((int64_t)(bits << unused) >> unused)
			 : bits << unused >> unused;
}

static struct number of_type(uint64_t bits, uint32_t size, bool is_signed)
{
	return (struct number){.bits = cut(bits, size, is_signed),
			       .size = size,
			       .is_signed = is_signed};
}

/* ---- operators ---- */

enum operator{
	ADD,
	SUBTRACT,
	MULTIPLY,
	DIVIDE,
	MODULO,
	LEFT,
	RIGHT,
	AND,
	OR,
	XOR,
	LESS,
	LESS_EQUAL,
	GREATER,
	GREATER_EQUAL,
	EQUAL,
	UNEQUAL,
	LOGICAL_AND,
	LOGICAL_OR,
	OPERATORS,
	ASSIGNED = XOR + 1 /* those before it have an assignment */
};

static const char *const operator_texts[] = {"+", "-", "*",  "/", "%",	"<<", ">>", "&",  "|",
					     "^", "<", "<=", ">", ">=", "==", "!=", "&&", "||"};

static uint64_t divide(uint64_t a, uint64_t b, bool is_unsigned)
{
	if (!b)
		return 0;
	if (is_unsigned)
		return a / b;
	return b == UINT64_MAX ? -a : (uint64_t)((int64_t)a / (int64_t)b);
}

static uint64_t modulo(uint64_t a, uint64_t b, bool is_unsigned)
{
	return a - divide(a, b, is_unsigned) * b;
}

static bool is_less(struct number a, struct number b)
{
	if (is_uint64(a) || is_uint64(b))
		return a.bits < b.bits;
	return (int64_t)a.bits < (int64_t)b.bits;
}

static struct number compare(enum operator op, struct number a, struct number b)
{
	switch (op) {
	case LESS:
		return truth(is_less(a, b));
	case LESS_EQUAL:
		return truth(!is_less(b, a));
	case GREATER:
		return truth(is_less(b, a));
	case GREATER_EQUAL:
		return truth(!is_less(a, b));
	case EQUAL:
		return truth(a.bits == b.bits);
	case UNEQUAL:
		return truth(a.bits != b.bits);
	case LOGICAL_AND:
		return truth(a.bits && b.bits);
	default:
		return truth(a.bits || b.bits);
	}
}

static struct number shift(enum operator op, struct number a, struct number b)
{
	int bits = b.bits & 63;

	if (op == LEFT)
		a.bits <<= bits;
	else if (is_uint64(a))
		a.bits >>= bits;
	else
		a.bits = (int64_t)a.bits >> bits;
	return of_type(a.bits, 8, !is_uint64(a));
}

static uint64_t compute_bits(enum operator op, uint64_t a, uint64_t b, bool is_unsigned)
{
	switch (op) {
	case ADD:
		return a + b;
	case SUBTRACT:
		return a - b;
	case MULTIPLY:
		return a * b;
	case DIVIDE:
		return divide(a, b, is_unsigned);
	case MODULO:
		return modulo(a, b, is_unsigned);
	case AND:
		return a & b;
	case OR:
		return a | b;
	default:
		return a ^ b;
	}
}

static struct number compute(enum operator op, struct number a, struct number b)
{
	bool is_unsigned = is_uint64(a) || is_uint64(b);

	if (op == LEFT || op == RIGHT)
		return shift(op, a, b);
	if (op >= LESS)
		return compare(op, a, b);
	return of_type(compute_bits(op, a.bits, b.bits, is_unsigned), 8, !is_unsigned);
}

/* ---- expressions: each is written, and its value returned ---- */

static struct number write_number(struct evaluator *e, int depth);

static uint64_t random_bits_of_any_size(struct evaluator *e)
{
	static const uint64_t special[] = {0,
					   1,
					   2,
					   63,
					   64,
					   127,
					   128,
					   255,
					   256,
					   32768,
					   65535,
					   0x7fffffff,
					   0x80000000,
					   0xffffffff,
					   1ul << 32,
					   INT64_MAX,
					   (uint64_t)INT64_MAX + 1,
					   UINT64_MAX};

	if (random_percent(&e->random, 50))
		return special[random_below(&e->random, sizeof(special) / sizeof(*special))];
	return random_bits(&e->random) >> random_below(&e->random, 64);
}

static struct number write_literal(struct evaluator *e)
{
	uint64_t bits = random_bits_of_any_size(e);

	fprintf(e->out, random_percent(&e->random, 50) ? "%" PRIu64 : "0x%" PRIx64, bits);
	return of_type(bits, 8, bits <= INT64_MAX);
}

static struct number write_place(struct evaluator *e)
{
	const struct place *place = &e->places[random_below(&e->random, e->place_count)];

	fputs(place->text, e->out);
	return of_type(place->bits, place->size, place->is_signed);
}

static struct number write_binary(struct evaluator *e, int depth)
{
	enum operator op = random_below(&e->random, OPERATORS);
	struct number a, b;

	fputc('(', e->out);
	a = write_number(e, depth);
	fprintf(e->out, " %s ", operator_texts[op]);
	b = write_number(e, depth);
	fputc(')', e->out);
	return compute(op, a, b);
}

static struct number write_unary(struct evaluator *e, int depth)
{
	int op = random_below(&e->random, 3);
	struct number a;

	fprintf(e->out, "%c(", "-~!"[op]);
	a = write_number(e, depth);
	fputc(')', e->out);
	if (op == 0)
		return of_type(-a.bits, 8, true);
	if (op == 1)
		return of_type(~a.bits, 8, !is_uint64(a));
	return truth(!a.bits);
}

static struct number write_cast(struct evaluator *e, int depth)
{
	uint32_t size = 1 << random_below(&e->random, 4);
	bool is_signed = random_percent(&e->random, 50);

	fprintf(e->out, "(%sint%u)(", is_signed ? "" : "u", 8 * size);
	struct number a = write_number(e, depth);

	fputc(')', e->out);
	return of_type(a.bits, size, is_signed);
}

static struct number write_choice(struct evaluator *e, int depth)
{
	struct number condition, yes, no;

	fputc('(', e->out);
	condition = write_number(e, depth);
	if (random_percent(&e->random, 30)) {
		fputs(" ?: ", e->out);
		yes = condition;
	} else {
		fputs(" ? ", e->out);
		yes = write_number(e, depth);
		fputs(" : ", e->out);
	}
	no = write_number(e, depth);
	fputc(')', e->out);
	if (yes.size == no.size && yes.is_signed == no.is_signed && yes.is_bool == no.is_bool)
		return condition.bits ? yes : no;
	return of_type(condition.bits ? yes.bits : no.bits, 8, !is_uint64(yes) && !is_uint64(no));
}

/* Elements of tuples and results of functions, as the programs' beginning declares them. */
static struct number write_stored(struct evaluator *e, int depth)
{
	struct number a;

	switch (random_below(&e->random, 4)) {
	case 0:
		fputs("(1, ", e->out);
		a = write_number(e, depth);
		fputs(").1", e->out);
		return a;
	case 1:
		fputs("narrow(", e->out);
		a = write_number(e, depth);
		fputc(')', e->out);
		return of_type(cut(a.bits, 1, false), 2, true);
	case 2:
		fputs("twice(", e->out);
		a = write_number(e, depth);
		fputc(')', e->out);
		if (!a.is_bool)
			a.size = 8; /* its variable is 64 bits wide (rule 8) */
		return compute(ADD, a, a);
	default:
		fputs("bswap((uint32)(", e->out);
		a = write_number(e, depth);
		fputs("))", e->out);
		return of_type(__builtin_bswap32(a.bits), 4, false);
	}
}

static struct number write_number(struct evaluator *e, int depth)
{
	int what = random_below(&e->random, 100);

	if (depth <= 0 || what < 15)
		return what % 3 ? write_place(e) : write_literal(e);
	if (what < 60)
		return write_binary(e, depth - 1);
	if (what < 70)
		return write_unary(e, depth - 1);
	if (what < 85)
		return write_cast(e, depth - 1);
	if (what < 93)
		return write_choice(e, depth - 1);
	return write_stored(e, depth - 1);
}

/* ---- statements ---- */

static void set(struct evaluator *e, struct place *place, uint64_t bits)
{
	if (!e->is_skipped)
		place->bits = cut(bits, place->size, place->is_signed);
}

static void assign(struct evaluator *e)
{
	struct place *place = &e->places[random_below(&e->random, e->place_count)];
	enum operator op = random_below(&e->random, ASSIGNED + 3);
	struct number old, value;

	if (op > ASSIGNED) {
		fprintf(e->out, "%s%s;", place->text, op > ASSIGNED + 1 ? "++" : "--");
		set(e, place, place->bits + (op > ASSIGNED + 1 ? 1 : -1));
		return;
	}
	fprintf(e->out, "%s %s= ", place->text, op == ASSIGNED ? "" : operator_texts[op]);
	value = write_number(e, 3);
	fputc(';', e->out);
	old = of_type(place->bits, place->size, place->is_signed);
	set(e, place, op == ASSIGNED ? value.bits : compute(op, old, value).bits);
}

/* A map by itself would be printed with its name. */
static void print(struct evaluator *e)
{
	struct number value;

	fputs("print(", e->out);
	value = write_binary(e, 3);
	fputs(");", e->out);
	if (value.is_bool)
		fprintf(e->expected, "%s\n", value.bits ? "true" : "false");
	else
		fprintf(e->expected, value.is_signed ? "%" PRId64 "\n" : "%" PRIu64 "\n",
			value.bits);
}

static void print_formatted(struct evaluator *e)
{
	static const char *const formats[] = {"%d", "%u", "%x", "%ld", "%lu", "%lx"};
	const char *format = formats[random_below(&e->random, 6)];
	struct number value;

	fprintf(e->out, "printf(\"%s\\n\", ", format);
	value = write_number(e, 4);
	fputs(");", e->out);
	fprintf(e->expected, format, value.bits);
	fputc('\n', e->expected);
}

/* Of the two assignments that depend on the condition one is made. */
static void decide(struct evaluator *e)
{
	struct number condition;

	fputs("if (", e->out);
	condition = write_number(e, 3);
	fputs(") { ", e->out);
	e->is_skipped = !condition.bits;
	assign(e);
	fputs(" } else { ", e->out);
	e->is_skipped = condition.bits;
	assign(e);
	fputs(" }", e->out);
	e->is_skipped = false;
}

static void repeat(struct evaluator *e)
{
	struct place *place = &e->places[random_below(&e->random, e->place_count)];
	int rounds = random_below(&e->random, 6);

	fprintf(e->out, "for ($i : 0..%d) { %s = %s * 3 + $i; }", rounds, place->text, place->text);
	for (int i = 0; i < rounds; i++)
		set(e, place, place->bits * 3 + i);
}

static void write_statement(struct evaluator *e)
{
	int what = random_below(&e->random, 100);

	fputc('\t', e->out);
	if (what < 30)
		assign(e);
	else if (what < 60)
		print(e);
	else if (what < 85)
		print_formatted(e);
	else if (what < 95)
		decide(e);
	else
		repeat(e);
	fputc('\n', e->out);
}

/* ---- programs ---- */

/* Maps and variables hold 64 bits with the sign of what is assigned first, but for those of a type.
 */
static void add_place(struct evaluator *e, int number)
{
	struct place *place = &e->places[e->place_count];
	bool is_map = number % 2, is_declared = !is_map && random_percent(&e->random, 70);

	*place = (struct place){.size = 8, .is_signed = random_percent(&e->random, 60)};
	snprintf(place->text, sizeof(place->text), is_map ? "@m%d" : "$v%d", number);
	if (is_map && random_percent(&e->random, 30))
		snprintf(place->text, sizeof(place->text), "@k%d[%d, \"x\"]", number,
			 random_below(&e->random, 9));
	if (is_declared)
		place->size = 1 << random_below(&e->random, 4);
	if (is_declared)
		fprintf(e->out, "\tlet %s: %sint%u = ", place->text, place->is_signed ? "" : "u",
			8 * place->size);
	else
		fprintf(e->out, "\t%s = (%sint64)", place->text, place->is_signed ? "" : "u");
	place->bits = cut(write_literal(e).bits, place->size, place->is_signed);
	fputs(";\n", e->out);
	e->place_count++;
}

void evaluate(uint64_t seed, FILE *program, FILE *expected)
{
	struct evaluator *e =
		&(struct evaluator){.random = {seed}, .out = program, .expected = expected};

	fprintf(program, "// generated from the number %" PRIu64 "\n", seed);
	fputs("config = { print_maps_on_exit = false }\n"
	      "macro twice(x) { let $x = x; $x + $x }\n"
	      "fn narrow($a : uint8) : int16 { return $a; }\n"
	      "BEGIN {\n",
	      program);
	for (int i = 0; i < PLACES_MAX; i++)
		add_place(e, i);
	for (int i = 0; i < STATEMENTS; i++)
		write_statement(e);
	fputs("\texit();\n}\n", program);
}
