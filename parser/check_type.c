#include <string.h>

#include "parser/checker.h"

const char *check_type_name(struct checker *checker, const struct type *type)
{
	return type_name(checker->in->arena, type);
}

/* ---- types that fit together ---- */

static bool is_unsigned_64(const struct type *type)
{
	return type->kind == TYPE_INT && type->size == 8 && !type->is_signed;
}

static bool is_number(const struct type *type)
{
	return type->kind == TYPE_INT || type->kind == TYPE_BOOL;
}

static const struct type *common_number(struct checker *checker, const struct type *a,
					const struct type *b)
{
	return type_int(checker->in->types, 8, !is_unsigned_64(a) && !is_unsigned_64(b));
}

static const struct type *larger(const struct type *a, const struct type *b)
{
	return a->size < b->size ? b : a;
}

/* Of two types that become one. */
typedef const struct type *joiner(struct checker *checker, const struct type *a,
				  const struct type *b);

static const struct type *join_tuples(struct checker *checker, const struct type *a,
				      const struct type *b, joiner *join)
{
	const struct type *elements[CHECK_ELEMENTS_MAX];

	if (a->count != b->count || !type_same_names(a, b))
		return NULL;
	for (uint32_t i = 0; i < a->count; i++) {
		elements[i] = join(checker, a->elements[i], b->elements[i]);
		if (!elements[i])
			return NULL;
	}
	return type_record(checker->in->types, elements, a->names, a->count);
}

static const struct type *common_pointer(struct checker *checker, const struct type *a,
					 const struct type *b)
{
	struct types *types = checker->in->types;

	if (a->space != b->space)
		return type_int(types, 8, false);
	return type_pointer(types, type_void(types), a->space);
}

const struct type *check_common_type(struct checker *checker, const struct type *a,
				     const struct type *b)
{
	if (a == b)
		return a;
	if (a->kind == TYPE_ERROR || b->kind == TYPE_ERROR)
		return type_error(checker->in->types);
	if (is_number(a) && is_number(b))
		return common_number(checker, a, b);
	if (a->kind == TYPE_POINTER && b->kind == TYPE_INT)
		return a;
	if (a->kind == TYPE_INT && b->kind == TYPE_POINTER)
		return b;
	if (a->kind != b->kind)
		return NULL;
	switch (a->kind) {
	case TYPE_STRING:
	case TYPE_BUFFER:
		return larger(a, b);
	case TYPE_POINTER:
		return common_pointer(checker, a, b);
	case TYPE_TUPLE:
		return join_tuples(checker, a, b, check_common_type);
	default:
		return NULL;
	}
}

const struct type *check_stored_type(struct checker *checker, const struct type *type)
{
	const struct type *elements[CHECK_ELEMENTS_MAX];

	if (type->enumerators)
		return type_enum(checker->in->types, type->name, 8, type->is_signed, type->btf_id,
				 type->enumerators, type->count);
	if (type->kind == TYPE_INT)
		return type_unit(checker->in->types, type->unit, type->is_signed);
	if (type->kind != TYPE_TUPLE)
		return type;
	for (uint32_t i = 0; i < type->count; i++)
		elements[i] = check_stored_type(checker, type->elements[i]);
	return type_record(checker->in->types, elements, type->names, type->count);
}

static const struct type *fit_pointer(const struct type *old, const struct type *new)
{
	if (old->space != new->space)
		return NULL;
	return old->element->kind == TYPE_VOID || new->element->kind == TYPE_VOID ? old : NULL;
}

static const struct type *fit(struct checker *checker, const struct type *old,
			      const struct type *new)
{
	if (old == new || new->kind == TYPE_ERROR)
		return old;
	if (old->kind == TYPE_ERROR || (old->kind == TYPE_BOOL && new->kind == TYPE_INT))
		return new;
	if (is_number(old) && is_number(new))
		return old;
	if (old->kind != new->kind)
		return NULL;
	switch (old->kind) {
	case TYPE_STRING:
	case TYPE_BUFFER:
		return larger(old, new);
	case TYPE_POINTER:
		return fit_pointer(old, new);
	case TYPE_TUPLE:
		return join_tuples(checker, old, new, fit);
	default:
		return NULL;
	}
}

static bool is_address(const struct type *type)
{
	return type->kind == TYPE_POINTER || type->kind == TYPE_INT;
}

static const struct type *fit_name(struct checker *checker, const struct type *old,
				   const struct type *new)
{
	if (is_address(old) && is_address(new))
		return old;
	if (old->kind == TYPE_TUPLE && new->kind == TYPE_TUPLE)
		return join_tuples(checker, old, new, fit_name);
	return fit(checker, old, new);
}

const struct type *check_fit_type(struct checker *checker, const struct type *old,
				  const struct type *new, bool is_name)
{
	new = check_stored_type(checker, new);
	if (!old)
		return new;
	return is_name ? fit_name(checker, old, new) : fit(checker, old, new);
}

/* ---- memory ---- */

static bool is_chars(const struct type *type)
{
	return type->kind == TYPE_ARRAY && type->element->kind == TYPE_INT &&
	       type->element->size == 1 && type->element->is_signed;
}

/* The size of a string that is known to have `size` bytes; 0: has no end. */
static const struct type *string_of(struct checker *checker, uint32_t size)
{
	if (!size)
		size = checker->in->options.max_strlen;
	return type_string(checker->in->types,
			   size < CHECK_STRING_BYTES ? size : CHECK_STRING_BYTES);
}

/* Types of the kernel's structs lie in its memory, unless a process is read as if it had them. */
const struct type *check_loaded_type(struct checker *checker, const struct type *type,
				     enum address_space space)
{
	struct types *types = checker->in->types;

	if (is_chars(type))
		return string_of(checker, type->count);
	if (type->kind == TYPE_STRING)
		return string_of(checker, type->size);
	if (type->kind == TYPE_POINTER && space == SPACE_USER)
		return type_pointer(types, check_complete(checker, type->element), SPACE_USER);
	if (type->kind == TYPE_ARRAY)
		return type_array(types, type->element, type->count, space);
	return type;
}

/* ---- types as written ---- */

struct written_type {
	const char *name;
	enum type_kind kind;
	uint32_t size;
	bool is_signed;
};

static const struct written_type written_types[] = {
	{"void", TYPE_VOID, 0, false},	   {"bool", TYPE_BOOL, 1, false},
	{"int8", TYPE_INT, 1, true},	   {"uint8", TYPE_INT, 1, false},
	{"int16", TYPE_INT, 2, true},	   {"uint16", TYPE_INT, 2, false},
	{"int32", TYPE_INT, 4, true},	   {"uint32", TYPE_INT, 4, false},
	{"int64", TYPE_INT, 8, true},	   {"uint64", TYPE_INT, 8, false},
	{"char", TYPE_INT, 1, true},	   {"short", TYPE_INT, 2, true},
	{"int", TYPE_INT, 4, true},	   {"long", TYPE_INT, 8, true},
	{"string", TYPE_STRING, 0, false},
};

#define WRITTEN_TYPES (sizeof(written_types) / sizeof(*written_types))

static const struct type *find_written(struct checker *checker, const char *name)
{
	struct types *types = checker->in->types;

	for (size_t i = 0; i < WRITTEN_TYPES; i++) {
		const struct written_type *written = &written_types[i];

		if (strcmp(written->name, name) != 0)
			continue;
		switch (written->kind) {
		case TYPE_INT:
			return type_int(types, written->size, written->is_signed);
		case TYPE_BOOL:
			return type_bool(types);
		case TYPE_STRING:
			return string_of(checker, 0);
		default:
			return type_void(types);
		}
	}
	return NULL;
}

bool check_has_btf(struct checker *checker)
{
	return checker->in->kernel && kernel_has_btf(checker->in->kernel);
}

void check_hint_btf(struct checker *checker)
{
	diag_hint(checker->in->diag, "a kernel's types are in its BTF (CONFIG_DEBUG_INFO_BTF); "
				     "--kernel DIR names the snapshot of another kernel");
}

/* A declaration of the program's own that is not found was refused, which was said. */
static bool is_refused(struct checker *checker, const struct type_spec *spec)
{
	if (!checker->in->kernel || !diag_failed(checker->in->diag))
		return false;
	for (const struct c_declaration *d = checker->program->c_declarations; d; d = d->next)
		if (kernel_is_declared_by(d, spec->name, spec->is_struct))
			return true;
	return false;
}

static const struct type *unknown_type(struct checker *checker, const struct type_spec *spec)
{
	const char *names[WRITTEN_TYPES], *near;
	const char *word = spec->is_struct ? "struct " : "";

	if (is_refused(checker, spec))
		return type_error(checker->in->types);
	if (!check_has_btf(checker)) {
		check_refuse(checker, spec->span, E_NAME,
			     "unknown type '%s%s': the kernel's types cannot be read", word,
			     spec->name);
		check_hint_btf(checker);
		return type_error(checker->in->types);
	}
	check_refuse(checker, spec->span, E_NAME, "unknown type '%s%s'", word, spec->name);
	for (size_t i = 0; i < WRITTEN_TYPES; i++)
		names[i] = written_types[i].name;
	near = check_nearest(checker, spec->name, names, WRITTEN_TYPES);
	if (kernel_find_struct(checker->in->kernel, spec->name))
		diag_hint(checker->in->diag, "did you mean 'struct %s'?", spec->name);
	else if (near && !spec->is_struct)
		diag_hint(checker->in->diag, "did you mean '%s'?", near);
	return type_error(checker->in->types);
}

/* Of the script's own, the probed binary's, the kernel's. */
static const struct type *find_struct(struct checker *checker, const char *name)
{
	const struct type *type = NULL, *theirs = NULL;

	if (check_has_btf(checker))
		type = kernel_find_struct(checker->in->kernel, name);
	if (!type || !kernel_declares(checker->in->kernel, type))
		theirs = check_debug_type(checker, DEBUG_STRUCT, name);
	return theirs ? theirs : type;
}

static const struct type *find_debug_type(struct checker *checker, const char *name)
{
	if (!strncmp(name, "enum ", strlen("enum ")))
		return check_debug_type(checker, DEBUG_ENUM, name + strlen("enum "));
	return check_debug_type(checker, DEBUG_TYPEDEF, name);
}

/* NULL: there is none. */
static const struct type *find_type(struct checker *checker, const struct type_spec *spec,
				    enum address_space space)
{
	const struct type *type;

	if (spec->is_struct)
		return find_struct(checker, spec->name);
	type = find_written(checker, spec->name);
	if (!type && !strncmp(spec->name, "enum ", 5) && check_has_btf(checker))
		type = kernel_find_enum(checker->in->kernel, spec->name + 5);
	if (!type && check_has_btf(checker))
		type = kernel_find_type(checker->in->kernel, spec->name);
	if (!type)
		type = find_debug_type(checker, spec->name);
	return type ? check_loaded_type(checker, type, space) : NULL;
}

bool check_has_type(struct checker *checker, const struct type_spec *spec)
{
	return find_type(checker, spec, SPACE_KERNEL) || is_refused(checker, spec);
}

#define ARRAY_BYTES_MAX 1048576

static const struct type *add_count(struct checker *checker, const struct type_spec *spec,
				    const struct type *type, enum address_space space)
{
	if (type->kind == TYPE_STRING) {
		if (!spec->count || spec->count > CHECK_STRING_BYTES)
			return check_refuse(checker, spec->span, E_LIMIT,
					    "a string has 1 to %d bytes", CHECK_STRING_BYTES);
		return type_string(checker->in->types, (uint32_t)spec->count);
	}
	if (!type->size)
		return check_refuse(checker, spec->span, E_TYPE, "no arrays of '%s'",
				    check_type_name(checker, type));
	if (spec->count > ARRAY_BYTES_MAX / type->size)
		return check_refuse(checker, spec->span, E_LIMIT, "an array has at most %d bytes",
				    ARRAY_BYTES_MAX);
	return type_array(checker->in->types, type, (uint32_t)spec->count, space);
}

const struct type *check_type_spec(struct checker *checker, const struct type_spec *spec,
				   enum address_space space)
{
	const struct type *type = find_type(checker, spec, space);

	if (!type)
		return unknown_type(checker, spec);
	if (!check_has_one_layout(checker, spec->span, type))
		return type_error(checker->in->types);
	for (uint32_t i = 0; i < spec->pointers; i++)
		type = type_pointer(checker->in->types, type, space);
	return spec->has_count ? add_count(checker, spec, type, space) : type;
}
