#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <string.h>

#include "lexer/fault.h"
#include "lexer/text.h"
#include "parser/kernel_private.h"
#include "parser/vmlinux.h"

/* ---- reading ---- */

void kernel_close(struct kernel *kernel)
{
	if (!kernel)
		return;
	btf__free(kernel->own);
	btf__free(kernel->base);
	vmlinux_close(kernel->vmlinux);
	kernel->own = kernel->base = NULL;
	kernel->vmlinux = NULL;
}

static bool has_vmlinux(struct kernel *kernel)
{
	if (!kernel->btf_sought) {
		kernel->btf_sought = true;
		kernel->vmlinux = vmlinux_open(
			kernel->arena,
			arena_printf(kernel->arena, "%s/sys/kernel/btf/vmlinux", kernel->root));
	}
	return kernel->vmlinux != NULL;
}

bool kernel_has_btf(struct kernel *kernel)
{
	return kernel->own || has_vmlinux(kernel);
}

/* NULL when libbpf, which wants more of it, refuses it: then there is no BTF to anybody. */
static struct btf *make_base(struct kernel *kernel)
{
	libbpf_print_fn_t print = libbpf_set_print(NULL); /* what is wrong is not for the user */
	uint32_t size;
	const void *bytes = vmlinux_bytes(kernel->vmlinux, &size);
	struct btf *base = btf__new(bytes, size);

	libbpf_set_print(print);
	if (!base) {
		vmlinux_close(kernel->vmlinux);
		kernel->vmlinux = NULL;
	}
	return base;
}

/*
 * Only libbpf can add types, and so it is asked about all of them from here on; their names are
 * still looked for in vmlinux, as both give them the same IDs.
 */
void kernel_add_own_types(struct kernel *kernel)
{
	if (has_vmlinux(kernel))
		kernel->base = make_base(kernel);
	kernel->own = btf__new_empty_split(kernel->base);
	if (!kernel->own)
		fault_out_of_memory();
	btf__set_pointer_size(kernel->own, sizeof(uint64_t));
	kernel->own_begin = btf__type_cnt(kernel->own);
}

static uint32_t type_count(const struct kernel *kernel)
{
	return kernel->own ? btf__type_cnt(kernel->own) : vmlinux_count(kernel->vmlinux);
}

/* NULL when there is none. */
static const struct btf_type *type_at(const struct kernel *kernel, uint32_t id)
{
	return kernel->own ? btf__type_by_id(kernel->own, id) : vmlinux_type(kernel->vmlinux, id);
}

/* Never NULL, whatever the offset. */
static const char *btf_text(const struct kernel *kernel, uint32_t offset)
{
	const char *text = kernel->own ? btf__name_by_offset(kernel->own, offset)
				       : vmlinux_text(kernel->vmlinux, offset);

	return text ? text : "";
}

static bool is_modifier(const struct btf_type *type)
{
	return btf_is_mod(type) || btf_is_typedef(type);
}

/* The type behind qualifiers and typedefs; NULL when it is damaged. */
static const struct btf_type *skip_modifiers(const struct kernel *kernel, uint32_t id)
{
	const struct btf_type *type = type_at(kernel, id);

	for (int depth = 0; type && is_modifier(type); depth++) {
		if (depth == TYPES_DEPTH_MAX)
			return NULL;
		type = type_at(kernel, type->type);
	}
	return type;
}

/* ---- names ---- */

#define ENUMERATOR UINT32_MAX /* beside the kinds of BTF: the enum that has an enumerator */

/* BTF is not sorted, so that a name takes a walk through all types; the checker asks often. */
struct lookup {
	const char *name;
	uint32_t kind;
	uint32_t id; /* 0: there is none */
	struct lookup *next;
};

static bool find_in_enum(const struct kernel *kernel, const struct btf_type *type, const char *name,
			 int64_t *value)
{
	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		const struct btf_enum *item = &btf_enum(type)[i];

		if (strcmp(btf_text(kernel, item->name_off), name) != 0)
			continue;
		*value = btf_kflag(type) ? item->val : (int64_t)(uint32_t)item->val;
		return true;
	}
	return false;
}

static bool find_in_enum64(const struct kernel *kernel, const struct btf_type *type,
			   const char *name, int64_t *value)
{
	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		const struct btf_enum64 *item = &btf_enum64(type)[i];

		if (strcmp(btf_text(kernel, item->name_off), name) != 0)
			continue;
		*value = (int64_t)btf_enum64_value(item);
		return true;
	}
	return false;
}

static bool enumerator_value(const struct kernel *kernel, uint32_t id, const char *name,
			     int64_t *value)
{
	const struct btf_type *type = type_at(kernel, id);

	if (btf_is_enum64(type))
		return find_in_enum64(kernel, type, name, value);
	return btf_is_enum(type) && find_in_enum(kernel, type, name, value);
}

/* What the program declares hides what the kernel has. */
static bool is_own(const struct kernel *kernel, uint32_t id, const char *name, uint32_t kind)
{
	const struct btf_type *type = type_at(kernel, id);
	int64_t value;

	if (kind == ENUMERATOR)
		return enumerator_value(kernel, id, name, &value);
	return btf_kind(type) == kind && !strcmp(btf_text(kernel, type->name_off), name);
}

static uint32_t search_id(const struct kernel *kernel, const char *name, uint32_t kind)
{
	uint32_t count = type_count(kernel);
	int64_t value;

	for (uint32_t i = kernel->own_begin; i && i < count; i++)
		if (is_own(kernel, i, name, kind))
			return i;
	if (kind != ENUMERATOR)
		return kernel->vmlinux ? vmlinux_find(kernel->vmlinux, name, kind) : 0;
	for (uint32_t i = 1; i < count; i++)
		if (enumerator_value(kernel, i, name, &value))
			return i;
	return 0;
}

/* 0 when there is none. */
uint32_t kernel_find_id(struct kernel *kernel, const char *name, uint32_t kind)
{
	struct lookup *lookup;

	if (!*name || !kernel_has_btf(kernel))
		return 0;
	for (lookup = kernel->lookups; lookup; lookup = lookup->next)
		if (lookup->kind == kind && !strcmp(lookup->name, name))
			return lookup->id;
	lookup = arena_new_of(kernel->arena, struct lookup);
	lookup->name = arena_strdup(kernel->arena, name);
	lookup->kind = kind;
	lookup->id = search_id(kernel, name, kind);
	lookup->next = kernel->lookups;
	kernel->lookups = lookup;
	return lookup->id;
}

/* ---- BTF -> types ---- */

static const struct type *convert(struct kernel *kernel, uint32_t id, int depth);

static const struct type *convert_int(struct kernel *kernel, const struct btf_type *type)
{
	if (btf_int_encoding(type) & BTF_INT_BOOL)
		return type_bool(kernel->types);
	switch (type->size) {
	case 1:
	case 2:
	case 4:
	case 8:
		return type_int(kernel->types, type->size, btf_int_encoding(type) & BTF_INT_SIGNED);
	}
	return type_void(kernel->types); /* __int128 */
}

/* The name is a copy: those of the program's own types move when there are more of these. */
static struct enumerator enumerator_at(const struct kernel *kernel, const struct btf_type *type,
				       uint32_t index)
{
	const struct btf_enum *item = &btf_enum(type)[index];
	const struct btf_enum64 *wide = &btf_enum64(type)[index];

	if (btf_is_enum64(type))
		return (struct enumerator){arena_strdup(kernel->arena,
							btf_text(kernel, wide->name_off)),
					   btf_enum64_value(wide)};
	return (struct enumerator){arena_strdup(kernel->arena, btf_text(kernel, item->name_off)),
				   btf_kflag(type) ? (uint64_t)(int64_t)item->val
						   : (uint32_t)item->val};
}

/* An enum that was converted already: each use of an enumerator asks for the whole of it. */
struct known_enum {
	uint32_t id;
	const struct type *type; /* tells of which size, and whether it is signed */
	struct known_enum *next;
};

static const struct type *find_enum(const struct kernel *kernel, uint32_t id, uint32_t bytes,
				    bool is_signed)
{
	for (const struct known_enum *known = kernel->enums; known; known = known->next)
		if (known->id == id && known->type->size == bytes &&
		    known->type->is_signed == is_signed)
			return known->type;
	return NULL;
}

static const struct type *make_enum(struct kernel *kernel, uint32_t id, uint32_t bytes,
				    bool is_signed)
{
	const struct btf_type *type = type_at(kernel, id);
	const char *name = arena_strdup(kernel->arena, btf_text(kernel, type->name_off));
	struct known_enum *known = arena_new_of(kernel->arena, struct known_enum);
	uint32_t count = btf_vlen(type);
	struct enumerator *list = arena_alloc(kernel->arena, count * sizeof(*list));

	for (uint32_t i = 0; i < count; i++)
		list[i] = enumerator_at(kernel, type, i);
	*known = (struct known_enum){
		.id = id,
		.type = type_enum(kernel->types, name, bytes, is_signed, id, list, count),
		.next = kernel->enums,
	};
	kernel->enums = known;
	return known->type;
}

/* One without a name, or enumerators, is an integer. `size` 0: its own, else it is signed. */
static const struct type *enum_type(struct kernel *kernel, uint32_t id, uint32_t size)
{
	const struct btf_type *type = type_at(kernel, id);
	uint32_t bytes = size ? size : type->size;
	bool is_signed = size || btf_kflag(type);
	const struct type *known;

	if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8)
		return type_void(kernel->types);
	if (!*btf_text(kernel, type->name_off) || !btf_vlen(type))
		return type_int(kernel->types, bytes, is_signed);
	known = find_enum(kernel, id, bytes, is_signed);
	return known ? known : make_enum(kernel, id, bytes, is_signed);
}

static bool is_char(const struct kernel *kernel, uint32_t id)
{
	const struct btf_type *type = skip_modifiers(kernel, id);

	return type && btf_is_int(type) && !strcmp(btf_text(kernel, type->name_off), "char");
}

/* An array of char is a string; one without end has no size to be a value of. */
static const struct type *convert_array(struct kernel *kernel, const struct btf_type *type,
					int depth)
{
	const struct btf_array *array = btf_array(type);
	const struct type *element = convert(kernel, array->type, depth + 1);
	uint32_t size;

	if (element->kind == TYPE_VOID ||
	    __builtin_mul_overflow(element->size, array->nelems, &size))
		return type_void(kernel->types);
	if (array->nelems && is_char(kernel, array->type))
		return type_string(kernel->types, array->nelems);
	return type_array(kernel->types, element, array->nelems, SPACE_KERNEL);
}

/* Kernels that were built with type tags say which pointers are to user memory. */
static enum address_space pointer_space(const struct kernel *kernel, const struct btf_type *pointer)
{
	const struct btf_type *tag = type_at(kernel, pointer->type);

	return tag && btf_is_type_tag(tag) && !strcmp(btf_text(kernel, tag->name_off), "user")
		       ? SPACE_USER
		       : SPACE_KERNEL;
}

/* By name alone: members are converted when they are asked for. */
static const struct type *convert_struct(struct kernel *kernel, uint32_t id)
{
	const struct btf_type *type = type_at(kernel, id);

	return type_struct(kernel->types, btf_text(kernel, type->name_off), btf_is_union(type),
			   type->size, id);
}

/* A struct that one part of the kernel only points to may be whole in another. */
static const struct type *convert_forward(struct kernel *kernel, uint32_t id)
{
	const struct btf_type *type = type_at(kernel, id);
	const char *name = btf_text(kernel, type->name_off);
	bool is_union = btf_kflag(type);
	uint32_t whole = kernel_find_id(kernel, name, is_union ? BTF_KIND_UNION : BTF_KIND_STRUCT);

	if (whole)
		return convert_struct(kernel, whole);
	return type_struct(kernel->types, name, is_union, 0, id);
}

/* What the language has no values of becomes void. */
static const struct type *convert(struct kernel *kernel, uint32_t id, int depth)
{
	const struct btf_type *type = type_at(kernel, id);

	if (!type || depth > TYPES_DEPTH_MAX)
		return type_void(kernel->types);
	if (is_modifier(type))
		return convert(kernel, type->type, depth + 1);
	switch (btf_kind(type)) {
	case BTF_KIND_INT:
		return convert_int(kernel, type);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return enum_type(kernel, id, 0);
	case BTF_KIND_PTR:
		return type_pointer(kernel->types, convert(kernel, type->type, depth + 1),
				    pointer_space(kernel, type));
	case BTF_KIND_ARRAY:
		return convert_array(kernel, type, depth);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return convert_struct(kernel, id);
	case BTF_KIND_FWD:
		return convert_forward(kernel, id);
	}
	return type_void(kernel->types);
}

/* ---- types by name ---- */

const struct type *kernel_find_struct(struct kernel *kernel, const char *name)
{
	uint32_t id = kernel_find_id(kernel, name, BTF_KIND_STRUCT);

	if (!id)
		id = kernel_find_id(kernel, name, BTF_KIND_UNION);
	return id ? convert_struct(kernel, id) : NULL;
}

const struct type *kernel_find_type(struct kernel *kernel, const char *name)
{
	static const uint32_t kinds[] = {BTF_KIND_TYPEDEF, BTF_KIND_INT, BTF_KIND_ENUM,
					 BTF_KIND_ENUM64};
	const struct type *type;
	uint32_t id = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds) && !id; i++)
		id = kernel_find_id(kernel, name, kinds[i]);
	type = id ? convert(kernel, id, 0) : NULL;
	return type && type->kind != TYPE_VOID ? type : NULL;
}

const struct type *kernel_find_enum(struct kernel *kernel, const char *name)
{
	uint32_t id = kernel_find_id(kernel, name, BTF_KIND_ENUM);

	if (!id)
		id = kernel_find_id(kernel, name, BTF_KIND_ENUM64);
	return id ? enum_type(kernel, id, 0) : NULL;
}

const struct type *kernel_find_enumerator(struct kernel *kernel, const char *name, int64_t *value)
{
	uint32_t id = kernel_find_id(kernel, name, ENUMERATOR);

	if (!id || !enumerator_value(kernel, id, name, value))
		return NULL;
	return enum_type(kernel, id, sizeof(*value));
}

/* ---- members ---- */

/* A member under its own name, with its place in the struct that the visit began at. */
struct found_member {
	const char *name;
	uint32_t type_id;
	uint32_t bit_offset;
	uint32_t bit_size;
};

/* Returns true to end the visit. */
typedef bool member_visitor(void *context, const struct found_member *member);

struct member_visit {
	const struct kernel *kernel;
	member_visitor *visitor;
	void *context;
	uint32_t left; /* of TYPES_MEMBERS_MAX */
};

static bool visit_members(struct member_visit *visit, const struct btf_type *type,
			  uint32_t bit_offset, int depth)
{
	bool is_ended = false;

	if (!type || !btf_is_composite(type) || depth > TYPES_DEPTH_MAX)
		return false;
	for (uint32_t i = 0; i < btf_vlen(type) && visit->left && !is_ended; i++) {
		const struct btf_member *member = &btf_members(type)[i];
		struct found_member found = {
			.name = btf_text(visit->kernel, member->name_off),
			.type_id = member->type,
			.bit_offset = bit_offset + btf_member_bit_offset(type, i),
			.bit_size = btf_member_bitfield_size(type, i),
		};

		visit->left--;
		if (*found.name)
			is_ended = visit->visitor(visit->context, &found);
		else
			is_ended = visit_members(visit, skip_modifiers(visit->kernel, member->type),
						 found.bit_offset, depth + 1);
	}
	return is_ended;
}

static bool visit_container(struct kernel *kernel, const struct type *container,
			    member_visitor *visitor, void *context)
{
	struct member_visit visit = {
		.kernel = kernel,
		.visitor = visitor,
		.context = context,
		.left = TYPES_MEMBERS_MAX,
	};

	if (container->kind != TYPE_STRUCT || !kernel_has_btf(kernel))
		return false;
	return visit_members(&visit, type_at(kernel, container->btf_id), 0, 0);
}

bool kernel_declares(const struct kernel *kernel, const struct type *container)
{
	return kernel->own_begin && container->btf_id >= kernel->own_begin;
}

struct member_search {
	const char *name;
	struct found_member found;
};

static bool is_searched(void *context, const struct found_member *member)
{
	struct member_search *search = context;

	if (strcmp(member->name, search->name) != 0)
		return false;
	search->found = *member;
	return true;
}

/* Or an array of them. */
static bool is_enum(const struct kernel *kernel, uint32_t id)
{
	const struct btf_type *type = skip_modifiers(kernel, id);

	for (int depth = 0; type && btf_is_array(type) && depth < TYPES_DEPTH_MAX; depth++)
		type = skip_modifiers(kernel, btf_array(type)->type);
	return type && btf_is_any_enum(type);
}

bool kernel_find_member(struct kernel *kernel, const struct type *container, const char *name,
			struct kernel_member *member)
{
	struct member_search search = {.name = name};

	if (!visit_container(kernel, container, is_searched, &search))
		return false;
	*member = (struct kernel_member){
		.name = arena_strdup(kernel->arena, search.found.name),
		.type = convert(kernel, search.found.type_id, 0),
		.bit_offset = search.found.bit_offset,
		.bit_size = search.found.bit_size,
		.is_enum = is_enum(kernel, search.found.type_id),
		.is_fixed = kernel_declares(kernel, container),
	};
	return true;
}

static bool collect_name(void *context, const struct found_member *member)
{
	names_add(context, member->name);
	return false;
}

size_t kernel_member_names(struct kernel *kernel, const struct type *container,
			   const char *const **names)
{
	struct names found = {.arena = kernel->arena};

	visit_container(kernel, container, collect_name, &found);
	*names = found.list.items;
	return found.list.count;
}

/* ---- functions ---- */

bool kernel_find_prototype(struct kernel *kernel, const char *function,
			   struct kernel_prototype *prototype)
{
	uint32_t id = kernel_find_id(kernel, function, BTF_KIND_FUNC);
	const struct btf_type *type = id ? type_at(kernel, id) : NULL;
	struct kernel_parameter *parameters;

	type = type ? type_at(kernel, type->type) : NULL;
	if (!type || !btf_is_func_proto(type))
		return false;
	parameters = arena_alloc(kernel->arena, (btf_vlen(type) + 1u) * sizeof(*parameters));
	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		const struct btf_param *parameter = &btf_params(type)[i];

		parameters[i].name =
			arena_strdup(kernel->arena, btf_text(kernel, parameter->name_off));
		parameters[i].type = convert(kernel, parameter->type, 0);
	}
	*prototype = (struct kernel_prototype){
		.result = convert(kernel, type->type, 0),
		.parameters = parameters,
		.parameter_count = btf_vlen(type),
	};
	return true;
}

size_t kernel_match_prototypes(struct kernel *kernel, const char *pattern,
			       const char *const **names)
{
	struct names found = {.arena = kernel->arena};
	uint32_t count = kernel_has_btf(kernel) ? type_count(kernel) : 0;

	for (uint32_t i = 1; i < count; i++) {
		const struct btf_type *type = type_at(kernel, i);
		const char *name = btf_is_func(type) ? btf_text(kernel, type->name_off) : "";

		if (*name && glob_match(pattern, name))
			names_add(&found, name);
	}
	names_sort(&found);
	*names = found.list.items;
	return found.list.count;
}
