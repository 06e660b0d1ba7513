/*
 * Aggregations and held objects: statements of the form @m = count(), @m = hold(...), and what gives
 * objects back.
 */
#include <string.h>

#include "codegen/abi.h"
#include "parser/checker.h"
#include "parser/word_list.h"

static const struct type *refuse_aggregation(struct checker *checker, struct expr *call)
{
	check_refuse(checker, call->span, E_MAP, "%s() has no value: it is assigned to a map",
		     call->call.name);
	diag_hint(checker->in->diag, "%s", call->call.function->synopsis);
	return no_type(checker);
}

#define REFUSED_AS_VALUE(name)                                                                  \
	const struct type *check_call_##name(struct checker *checker, struct expr *call) \
	{                                                                                       \
		return refuse_aggregation(checker, call);                                       \
	}
REFUSED_AS_VALUE(count)
REFUSED_AS_VALUE(sum)
REFUSED_AS_VALUE(min)
REFUSED_AS_VALUE(max)
REFUSED_AS_VALUE(avg)
REFUSED_AS_VALUE(stats)
REFUSED_AS_VALUE(hist)
REFUSED_AS_VALUE(lhist)
REFUSED_AS_VALUE(tseries)
REFUSED_AS_VALUE(hold)
REFUSED_AS_VALUE(move)

static enum aggregate aggregate_of(const struct expr *call)
{
	const struct function *function =
		call->kind == EXPR_CALL ? function_find(call->call.name) : NULL;

	if (!function)
		return AGGREGATE_NONE;
	switch (function->id) {
	case FUNCTION_count:
		return AGGREGATE_COUNT;
	case FUNCTION_sum:
		return AGGREGATE_SUM;
	case FUNCTION_min:
		return AGGREGATE_MIN;
	case FUNCTION_max:
		return AGGREGATE_MAX;
	case FUNCTION_avg:
		return AGGREGATE_AVG;
	case FUNCTION_stats:
		return AGGREGATE_STATS;
	case FUNCTION_hist:
	case FUNCTION_lhist:
		return AGGREGATE_HIST;
	case FUNCTION_tseries:
		return AGGREGATE_TSERIES;
	case FUNCTION_hold:
	case FUNCTION_move:
		return AGGREGATE_HOLD;
	default:
		return AGGREGATE_NONE;
	}
}

/* An object's size, and behind it, of a sample, the bytes that it stands for. */
static const struct type *check_object_size(struct checker *checker, struct map *map,
					    struct expr *size)
{
	if (size->next) {
		checker->has_changed |= !map->is_sampled;
		map->is_sampled = true;
		check_integral(checker, size->next, "what an object stands for");
	}
	return check_integral(checker, size, "the size of an object");
}

static const struct type *check_hold(struct checker *checker, struct map *map, struct expr *call)
{
	struct expr *name = call->call.arguments;

	checker->clause->holds = true;
	check_map_object(checker, map, name, true);
	return check_object_size(checker, map, name->next);
}

/* Whichever of two branches moves an object, it is taken once. */
static uint32_t add_move(struct checker *checker, struct expr_list *moves, const struct expr *call)
{
	const char *text = ast_expr_text(checker->in->arena, call->call.arguments);

	for (size_t i = 0; i < moves->list.count; i++)
		if (moves->list.items[i]->call.map == call->call.map &&
		    !strcmp(text, moves->texts.items[i]))
			return (uint32_t)i;
	array_push(checker->in->arena, &moves->list, call);
	array_push(checker->in->arena, &moves->texts, text);
	return (uint32_t)(moves->list.count - 1);
}

/*
 * The name of the old object is evaluated at the beginning, where check_layout() puts it: what
 * entry() would keep for it is not needed.
 */
static const struct type *check_move(struct checker *checker, struct map *map, struct expr *call)
{
	struct expr *old = call->call.arguments, *new = old->next;
	struct expr_list *entries = checker->setting->entries, ignored = {0};

	checker->clause->holds = true;
	checker->setting->entries = &ignored;
	check_map_object(checker, map, old, false);
	checker->setting->entries = entries;
	check_map_object(checker, map, new, true);
	call->call.slot = add_move(checker, checker->setting->moves, call);
	return check_object_size(checker, map, new->next);
}

/*
 * What says how a histogram's buckets are, or the intervals of a series, has to be known when the
 * script is compiled.
 */
static bool is_literal(struct checker *checker, struct expr *number, const char *what)
{
	check_integral(checker, number, what);
	if (number->kind == EXPR_INT)
		return true;
	if (number->type->kind != TYPE_ERROR)
		check_refuse(checker, number->span, E_TYPE, "%s must be a number, as a literal",
			     what);
	return false;
}

static bool check_bits(struct checker *checker, const struct expr *call, struct buckets *buckets)
{
	struct expr *bits = call->call.arguments->next;

	buckets->count = ABI_HIST_BUCKETS;
	if (!bits)
		return true;
	if (!is_literal(checker, bits, "the bits of a histogram"))
		return false;
	if (bits->integer.value > ABI_HIST_BITS_MAX) {
		check_refuse(checker, bits->span, E_LIMIT, "hist() takes 0 to %d bits",
			     ABI_HIST_BITS_MAX);
		return false;
	}
	buckets->bits = (uint32_t)bits->integer.value;
	buckets->count = ABI_HIST_COUNT(buckets->bits);
	return true;
}

static bool check_steps(struct checker *checker, const struct expr *call, struct buckets *buckets)
{
	struct expr *low = call->call.arguments->next, *high = low->next, *step = high->next;
	uint64_t count;

	if (!is_literal(checker, low, "the least of lhist()") ||
	    !is_literal(checker, high, "the most of lhist()") ||
	    !is_literal(checker, step, "the step of lhist()"))
		return false;
	*buckets = (struct buckets){.low = low->integer.value,
				    .high = high->integer.value,
				    .step = step->integer.value};
	if (buckets->low >= buckets->high || buckets->high > INT64_MAX || !buckets->step) {
		check_refuse(checker, call->span, E_TYPE,
			     "lhist() goes from a number to a larger one, in steps of at least 1");
		diag_hint(checker->in->diag, "%s", call->call.function->synopsis);
		return false;
	}
	count = (buckets->high - buckets->low - 1) / buckets->step + 3;
	if (count > ABI_LINEAR_BUCKETS_MAX) {
		check_refuse(checker, call->span, E_LIMIT,
			     "lhist() of %llu steps: at most %d are possible",
			     (unsigned long long)count - 2, ABI_LINEAR_BUCKETS_MAX - 2);
		return false;
	}
	buckets->count = (uint32_t)count;
	return true;
}

static const struct type *check_histogram(struct checker *checker, const struct expr *call,
					  bool is_signed)
{
	struct buckets buckets = {0};
	bool is_good = call->call.function->id == FUNCTION_lhist
			       ? check_steps(checker, call, &buckets)
			       : check_bits(checker, call, &buckets);

	return is_good ? type_histogram(checker->in->types, &buckets, is_signed)
		       : no_type(checker);
}

static bool check_series_function(struct checker *checker, const struct expr *call,
				  uint32_t *function)
{
	struct expr *word = call->call.arguments->next->next->next;
	const char *name = "";

	if (!word)
		return true;
	if (word->kind == EXPR_STRING) {
		check_expr(checker, word);
		name = arena_strndup(checker->in->arena, word->string.bytes, word->string.length);
	}
	if (word_find(&words_series, name, function))
		return true;
	word->type = check_refuse(checker, word->span, E_TYPE, "tseries() aggregates by %s",
				  words_series.all);
	diag_hint(checker->in->diag, "without it, the last number of each interval is kept");
	return false;
}

static const struct type *check_series(struct checker *checker, const struct expr *call,
				       bool is_signed, enum unit unit)
{
	struct expr *interval = call->call.arguments->next, *count = interval->next;
	struct series series = {.function = ABI_SERIES_LAST};

	if (!is_literal(checker, interval, "the interval of tseries()") ||
	    !is_literal(checker, count, "the number of intervals") ||
	    !check_series_function(checker, call, &series.function))
		return no_type(checker);
	if (!interval->integer.value || interval->integer.value > INT64_MAX) {
		check_refuse(checker, interval->span, E_LIMIT,
			     "the interval of tseries() is a time, such as 1s or 100ms");
		return no_type(checker);
	}
	if (!count->integer.value || count->integer.value > ABI_INTERVALS_MAX) {
		check_refuse(checker, count->span, E_LIMIT, "tseries() has 1 to %d intervals",
			     ABI_INTERVALS_MAX);
		return no_type(checker);
	}
	series.interval = interval->integer.value;
	series.count = (uint32_t)count->integer.value;
	return type_series(checker->in->types, &series, is_signed, unit);
}

static const struct type *check_sample(struct checker *checker, struct expr *call,
				       enum aggregate aggregate)
{
	const struct type *type;
	enum unit unit = UNIT_NONE;
	bool is_signed = false;

	if (call->call.arguments) {
		type = check_integral(checker, call->call.arguments, "what is aggregated");
		if (type->kind == TYPE_ERROR)
			return type;
		is_signed = type->kind == TYPE_INT && type->is_signed;
		unit = type->unit;
	}
	if (aggregate == AGGREGATE_HIST)
		return check_histogram(checker, call, is_signed);
	if (aggregate == AGGREGATE_TSERIES)
		return check_series(checker, call, is_signed, unit);
	return type_aggregate(checker->in->types, aggregate, is_signed, unit);
}

/* What the map holds by it. */
static const struct type *check_aggregated(struct checker *checker, struct expr *call,
					   enum aggregate aggregate)
{
	const struct type *size;

	if (aggregate != AGGREGATE_HOLD)
		return check_sample(checker, call, aggregate);
	size = call->call.function->id == FUNCTION_hold ? check_hold(checker, call->call.map, call)
							: check_move(checker, call->call.map, call);
	return type_aggregate(checker->in->types, aggregate, false, size->unit);
}

bool check_aggregation(struct checker *checker, struct expr *map, struct expr *value)
{
	enum aggregate aggregate = aggregate_of(value);
	const struct type *type = no_type(checker);

	if (aggregate == AGGREGATE_NONE)
		return false;
	check_map_key(checker, map);
	if (check_called(checker, value)) {
		value->call.map = check_map_find(checker, map);
		type = check_aggregated(checker, value, aggregate);
	}
	value->type = no_value(checker);
	map->type = type;
	check_map_value(checker, map, type);
	return true;
}

bool check_is_held(const struct type *type)
{
	return type && type->kind == TYPE_AGGREGATE && type->aggregate == AGGREGATE_HOLD;
}

const struct type *check_call_release(struct checker *checker, struct expr *call)
{
	struct map *map = check_map_whole(checker, call->call.arguments);

	if (!map)
		return no_type(checker);
	if (map->value && !check_is_held(map->value)) {
		check_refuse(checker, call->call.arguments->span, E_MAP,
			     "release() takes a map of hold(); '%s' holds %s", map->name,
			     check_value_name(checker, map->value));
		return no_type(checker);
	}
	check_map_object(checker, map, call->call.arguments->next, false);
	return no_value(checker);
}
