#include "parser/type.h"

#include "lexer/arena.h"
#include "tests/unit/unit.h"

static struct arena *arena;
static struct types *types;

static void equal_types_are_one(void)
{
	const struct type *u32 = type_int(types, 4, false);
	const struct type *pair[] = {u32, type_string(types, 16)};
	const struct type *same[] = {type_int(types, 4, false), type_string(types, 16)};

	CHECK(u32 == type_int(types, 4, false));
	CHECK(type_void(types) == type_void(types));
	CHECK(type_pointer(types, u32, SPACE_USER) == type_pointer(types, u32, SPACE_USER));
	CHECK(type_array(types, u32, 3, SPACE_KERNEL) == type_array(types, u32, 3, SPACE_KERNEL));
	CHECK(type_tuple(types, pair, 2) == type_tuple(types, same, 2));
	CHECK(type_plain(types, TYPE_KSYM) == type_plain(types, TYPE_KSYM));
	CHECK(type_aggregate(types, AGGREGATE_SUM, true, UNIT_NONE) ==
	      type_aggregate(types, AGGREGATE_SUM, true, UNIT_NONE));
}

static void structs_are_one_by_name_and_id(void)
{
	char name[] = "task_struct";
	const struct type *task = type_struct(types, name, false, 64, 7);

	name[0] = 'x'; /* the name was copied */
	CHECK_STR(task->name, "task_struct");
	CHECK(task == type_struct(types, "task_struct", false, 64, 7));
	CHECK(task != type_struct(types, "task_struct", true, 64, 7));
	CHECK(task != type_struct(types, "task_struct", false, 64, 8));
	CHECK(task != type_struct(types, "mm_struct", false, 64, 7));
}

static void different_types_are_not_one(void)
{
	const struct type *u32 = type_int(types, 4, false), *s32 = type_int(types, 4, true);
	const struct type *one[] = {u32, s32}, *other[] = {s32, u32};

	CHECK(u32 != s32);
	CHECK(u32 != type_int(types, 8, false));
	CHECK(type_bool(types) != type_int(types, 1, false));
	CHECK(type_pointer(types, u32, SPACE_USER) != type_pointer(types, u32, SPACE_KERNEL));
	CHECK(type_pointer(types, u32, SPACE_USER) != type_pointer(types, s32, SPACE_USER));
	CHECK(type_array(types, u32, 3, SPACE_KERNEL) != type_array(types, u32, 4, SPACE_KERNEL));
	CHECK(type_tuple(types, one, 2) != type_tuple(types, other, 2));
	CHECK(type_tuple(types, one, 2) != type_tuple(types, one, 1));
	CHECK(type_plain(types, TYPE_KSYM) != type_plain(types, TYPE_USYM));
	CHECK(type_aggregate(types, AGGREGATE_SUM, true, UNIT_NONE) !=
	      type_aggregate(types, AGGREGATE_SUM, false, UNIT_NONE));
	CHECK(type_aggregate(types, AGGREGATE_MIN, true, UNIT_NONE) !=
	      type_aggregate(types, AGGREGATE_MAX, true, UNIT_NONE));
}

static void many_types_are_told_apart(void)
{
	const struct type *strings[1000];

	for (uint32_t i = 0; i < 1000; i++)
		strings[i] = type_string(types, i + 1);
	for (uint32_t i = 0; i < 1000; i++) {
		CHECK(strings[i] == type_string(types, i + 1));
		CHECK_INT(strings[i]->size, i + 1);
	}
}

static void sizes_are_as_stored(void)
{
	CHECK_INT(type_int(types, 2, true)->size, 2);
	CHECK_INT(type_int(types, 2, true)->align, 2);
	CHECK_INT(type_bool(types)->size, 1);
	CHECK_INT(type_string(types, 64)->size, 64);
	CHECK_INT(type_pointer(types, type_void(types), SPACE_KERNEL)->size, 8);
	CHECK_INT(type_array(types, type_int(types, 4, false), 5, SPACE_KERNEL)->size, 20);
	CHECK_INT(type_array(types, type_int(types, 4, false), 5, SPACE_KERNEL)->align, 4);
	CHECK_INT(type_plain(types, TYPE_USTACK)->size, 16);
	CHECK_INT(type_plain(types, TYPE_PROBE)->size, 8);
}

static void tuples_are_laid_out_like_structs(void)
{
	const struct type *elements[] = {
		type_int(types, 1, false), type_int(types, 4, false), type_string(types, 3),
		type_int(types, 8, true),  type_int(types, 2, false),
	};
	const struct type *tuple = type_tuple(types, elements, 5);

	elements[0] = NULL; /* the list was copied */
	CHECK_INT(type_tuple_offset(tuple, 0), 0);
	CHECK_INT(type_tuple_offset(tuple, 1), 4);
	CHECK_INT(type_tuple_offset(tuple, 2), 8);
	CHECK_INT(type_tuple_offset(tuple, 3), 16);
	CHECK_INT(type_tuple_offset(tuple, 4), 24);
	CHECK_INT(tuple->size, 32);
	CHECK_INT(tuple->align, 8);
	CHECK_INT(type_tuple(types, NULL, 0)->size, 0);
}

static void integral_types_are_numbers_and_addresses(void)
{
	CHECK(type_is_integral(type_int(types, 4, false)));
	CHECK(type_is_integral(type_bool(types)));
	CHECK(type_is_integral(type_pointer(types, type_void(types), SPACE_USER)));
	CHECK(type_is_integral(type_error(types)));
	CHECK(!type_is_integral(type_void(types)));
	CHECK(!type_is_integral(type_string(types, 16)));
	CHECK(!type_is_integral(type_plain(types, TYPE_KSTACK)));
}

static void names_are_as_a_user_writes_them(void)
{
	const struct type *task = type_struct(types, "task_struct", false, 64, 7);
	const struct type *pointer = type_pointer(types, task, SPACE_KERNEL);
	const struct type *elements[] = {type_int(types, 8, true), type_string(types, 16)};

	CHECK_STR(type_name(arena, type_int(types, 4, false)), "uint32");
	CHECK_STR(type_name(arena, type_int(types, 8, true)), "int64");
	CHECK_STR(type_name(arena, task), "struct task_struct");
	CHECK_STR(type_name(arena, type_struct(types, "", true, 8, 9)), "union {...}");
	CHECK_STR(type_name(arena, pointer), "struct task_struct *");
	CHECK_STR(type_name(arena, type_pointer(types, pointer, SPACE_KERNEL)),
		  "struct task_struct **");
	CHECK_STR(type_name(arena, type_array(types, pointer, 4, SPACE_KERNEL)),
		  "struct task_struct *[4]");
	CHECK_STR(type_name(arena, type_tuple(types, elements, 2)), "(int64, string[16])");
	CHECK_STR(type_name(arena, type_aggregate(types, AGGREGATE_HOLD, false, UNIT_NONE)), "hold()");
	CHECK_STR(type_name(arena, type_plain(types, TYPE_USTACK)), "ustack");
}

int main(void)
{
	arena = arena_new();
	types = types_new(arena);
	RUN(equal_types_are_one);
	RUN(structs_are_one_by_name_and_id);
	RUN(different_types_are_not_one);
	RUN(many_types_are_told_apart);
	RUN(sizes_are_as_stored);
	RUN(tuples_are_laid_out_like_structs);
	RUN(integral_types_are_numbers_and_addresses);
	RUN(names_are_as_a_user_writes_them);
	arena_free(arena);
	return unit_status();
}
