/*
 * Declarations as in C -> BTF beside the kernel's, laid out by the rules of x86-64.
 */
#include <bpf/btf.h>
#include <string.h>

#include "lexer/diag.h"
#include "parser/ast.h"
#include "parser/kernel_private.h"

#define BYTES_MAX   (1 << 20) /* of a type */
#define MEMBERS_MAX 4096      /* of a struct */
#define NO_TYPE	    (-1)      /* it was refused */

struct declarer {
	struct kernel *kernel;
	struct btf *btf;
	struct diag *diag;
	const struct c_declaration *list, *current; /* all of them, the one at hand */
};

static int refuse(struct declarer *declarer, struct span span, enum diag_tag tag, const char *text,
		  const char *name)
{
	diag_error(declarer->diag, span, tag, text, name);
	return NO_TYPE;
}

/* ---- constants ---- */

static bool find_constant(struct declarer *declarer, const struct expr *expr, int64_t *value)
{
	int64_t left, right;

	switch (expr->kind) {
	case EXPR_INT:
		*value = (int64_t)expr->integer.value;
		return true;
	case EXPR_NAME:
		return kernel_find_enumerator(declarer->kernel, expr->name.name, value) != NULL;
	case EXPR_UNARY:
		if (!find_constant(declarer, expr->unary.operand, value))
			return false;
		*value = expr->unary.op == UNARY_NEGATE ? (int64_t)(0 - (uint64_t)*value) : ~*value;
		return expr->unary.op == UNARY_NEGATE || expr->unary.op == UNARY_COMPLEMENT;
	case EXPR_BINARY:
		if (!find_constant(declarer, expr->binary.left, &left) ||
		    !find_constant(declarer, expr->binary.right, &right))
			return false;
		switch (expr->binary.op) {
		case BINARY_ADD:
			return !__builtin_add_overflow(left, right, value);
		case BINARY_SUB:
			return !__builtin_sub_overflow(left, right, value);
		case BINARY_MUL:
			return !__builtin_mul_overflow(left, right, value);
		case BINARY_OR:
			*value = left | right;
			return true;
		case BINARY_SHL:
			*value = (int64_t)((uint64_t)left << (right & 63));
			return right >= 0 && right < 64;
		default:
			return false;
		}
	default:
		return false;
	}
}

static bool constant(struct declarer *declarer, const struct expr *expr, int64_t *value)
{
	if (find_constant(declarer, expr, value))
		return true;
	refuse(declarer, expr->span, E_TYPE, "%s of a declaration is made of numbers",
	       "a constant");
	return false;
}

/* ---- types by name ---- */

struct base_type {
	const char *name;
	uint32_t size;
	int encoding;
};

/* The kernel's own are the same, where it has BTF. */
static const struct base_type base_types[] = {
	{"bool", 1, BTF_INT_BOOL},	 {"_Bool", 1, BTF_INT_BOOL},
	{"int8", 1, BTF_INT_SIGNED},	 {"uint8", 1, 0},
	{"int16", 2, BTF_INT_SIGNED},	 {"uint16", 2, 0},
	{"int32", 4, BTF_INT_SIGNED},	 {"uint32", 4, 0},
	{"int64", 8, BTF_INT_SIGNED},	 {"uint64", 8, 0},
	{"int8_t", 1, BTF_INT_SIGNED},	 {"uint8_t", 1, 0},
	{"int16_t", 2, BTF_INT_SIGNED},	 {"uint16_t", 2, 0},
	{"int32_t", 4, BTF_INT_SIGNED},	 {"uint32_t", 4, 0},
	{"int64_t", 8, BTF_INT_SIGNED},	 {"uint64_t", 8, 0},
	{"s8", 1, BTF_INT_SIGNED},	 {"u8", 1, 0},
	{"s16", 2, BTF_INT_SIGNED},	 {"u16", 2, 0},
	{"s32", 4, BTF_INT_SIGNED},	 {"u32", 4, 0},
	{"s64", 8, BTF_INT_SIGNED},	 {"u64", 8, 0},
	{"__s8", 1, BTF_INT_SIGNED},	 {"__u8", 1, 0},
	{"__s16", 2, BTF_INT_SIGNED},	 {"__u16", 2, 0},
	{"__s32", 4, BTF_INT_SIGNED},	 {"__u32", 4, 0},
	{"__s64", 8, BTF_INT_SIGNED},	 {"__u64", 8, 0},
	{"ssize_t", 8, BTF_INT_SIGNED},	 {"size_t", 8, 0},
	{"intptr_t", 8, BTF_INT_SIGNED}, {"uintptr_t", 8, 0},
};

/* The words of a type of C itself. */
struct c_words {
	bool is_unsigned, is_signed, is_char, is_short, is_int, is_void, is_other;
	uint32_t longs;
	const char *name; /* the last word that is none of C's */
};

static bool is_word(const char *word, size_t length, const char *wanted)
{
	return strlen(wanted) == length && !strncmp(word, wanted, length);
}

static void take_word(struct kernel *kernel, struct c_words *words, const char *word, size_t length)
{
	if (is_word(word, length, "unsigned"))
		words->is_unsigned = true;
	else if (is_word(word, length, "signed"))
		words->is_signed = true;
	else if (is_word(word, length, "char"))
		words->is_char = true;
	else if (is_word(word, length, "short"))
		words->is_short = true;
	else if (is_word(word, length, "long"))
		words->longs++;
	else if (is_word(word, length, "int"))
		words->is_int = true;
	else if (is_word(word, length, "void"))
		words->is_void = true;
	else if (!is_word(word, length, "const") && !is_word(word, length, "volatile")) {
		words->is_other = words->name != NULL;
		words->name = arena_strndup(kernel->arena, word, length);
	}
}

static struct c_words split_words(struct kernel *kernel, const char *text)
{
	struct c_words words = {0};

	for (size_t length; *text; text += length, text += strspn(text, " ")) {
		length = strcspn(text, " ");
		take_word(kernel, &words, text, length);
	}
	return words;
}

static int c_type(struct declarer *declarer, const struct c_words *words)
{
	int encoding = words->is_unsigned ? 0 : BTF_INT_SIGNED;

	if (words->is_void)
		return 0;
	if (words->is_char)
		return btf__add_int(declarer->btf, words->is_unsigned ? "unsigned char" : "char", 1,
				    encoding);
	if (words->is_short)
		return btf__add_int(declarer->btf, "short", 2, encoding);
	return btf__add_int(declarer->btf, words->longs ? "long" : "int", words->longs ? 8 : 4,
			    encoding);
}

static int named_type(struct declarer *declarer, const char *name)
{
	static const uint32_t kinds[] = {BTF_KIND_TYPEDEF, BTF_KIND_INT};
	uint32_t id = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds) && !id; i++)
		id = kernel_find_id(declarer->kernel, name, kinds[i]);
	for (size_t i = 0; i < sizeof(base_types) / sizeof(*base_types) && !id; i++)
		if (!strcmp(base_types[i].name, name))
			id = (uint32_t)btf__add_int(declarer->btf, name, base_types[i].size,
						    base_types[i].encoding);
	return id ? (int)id : NO_TYPE;
}

static int enum_type(struct declarer *declarer, const char *name)
{
	uint32_t id = kernel_find_id(declarer->kernel, name, BTF_KIND_ENUM);

	if (!id)
		id = kernel_find_id(declarer->kernel, name, BTF_KIND_ENUM64);
	return id ? (int)id : NO_TYPE;
}

static int struct_type(struct declarer *declarer, const struct c_member *member)
{
	uint32_t id;

	if (member->pointers) /* found by its name when it is followed */
		return btf__add_fwd(declarer->btf, member->type,
				    member->is_union ? BTF_FWD_UNION : BTF_FWD_STRUCT);
	id = kernel_find_id(declarer->kernel, member->type,
			    member->is_union ? BTF_KIND_UNION : BTF_KIND_STRUCT);
	return id ? (int)id : NO_TYPE;
}

static int add_composite(struct declarer *declarer, const char *name, bool is_union,
			 const struct c_member *members);

static const char *word_of(const struct c_member *member)
{
	if (!member->is_struct)
		return "";
	return member->is_union ? "union " : "struct ";
}

bool kernel_is_declared_by(const struct c_declaration *declaration, const char *type, bool is_struct)
{
	bool is_enum = !strncmp(type, "enum ", strlen("enum "));
	bool declares_struct = declaration->kind == C_STRUCT || declaration->kind == C_UNION;

	return !strcmp(declaration->name, is_enum ? type + strlen("enum ") : type) &&
	       declares_struct == is_struct && (declaration->kind == C_ENUM) == is_enum;
}

/* What declares the member's type, from one declaration on up to another; NULL: none does. */
static const struct c_declaration *find_declaration(const struct c_declaration *from,
						    const struct c_declaration *to,
						    const struct c_member *member)
{
	for (; from != to; from = from->next)
		if (kernel_is_declared_by(from, member->type, member->is_struct) &&
		    (from->kind == C_UNION) == member->is_union)
			return from;
	return NULL;
}

static int unknown_type(struct declarer *declarer, const struct c_member *member)
{
	const struct c_declaration *later = find_declaration(declarer->current->next, NULL, member);

	if (find_declaration(declarer->list, declarer->current, member))
		return NO_TYPE; /* it was refused, which was said */
	diag_error(declarer->diag, member->span, E_NAME, "unknown type '%s%s'", word_of(member),
		   member->type);
	if (later)
		diag_hint_place(declarer->diag, "it has to stand above this: it is declared",
				later->span);
	return NO_TYPE;
}

/* Without pointers and arrays. */
static int plain_type(struct declarer *declarer, const struct c_member *member)
{
	struct c_words words;
	int id;

	if (member->is_inner)
		return add_composite(declarer, NULL, member->is_union, member->inner);
	if (member->is_struct) {
		id = struct_type(declarer, member);
	} else if (!strncmp(member->type, "enum ", strlen("enum "))) {
		id = enum_type(declarer, member->type + strlen("enum "));
	} else {
		words = split_words(declarer->kernel, member->type);
		if (words.is_other)
			id = NO_TYPE;
		else
			id = words.name ? named_type(declarer, words.name)
					: c_type(declarer, &words);
	}
	return id < 0 ? unknown_type(declarer, member) : id;
}

static int array_type(struct declarer *declarer, const struct c_member *member, int id)
{
	int64_t count;

	for (uint32_t i = member->count_count; i--;) {
		if (!constant(declarer, member->counts[i], &count))
			return NO_TYPE;
		if (count < 0 || count > BYTES_MAX || btf__resolve_size(declarer->btf, id) < 0 ||
		    count * btf__resolve_size(declarer->btf, id) > BYTES_MAX)
			return refuse(declarer, member->span, E_LIMIT,
				      "'%s' is larger than a megabyte", member->name);
		id = btf__add_array(declarer->btf,
				    btf__add_int(declarer->btf, "int", 4, BTF_INT_SIGNED), id,
				    (uint32_t)count);
	}
	return id;
}

static int member_type(struct declarer *declarer, const struct c_member *member)
{
	int id = plain_type(declarer, member);

	for (uint32_t i = 0; id >= 0 && i < member->pointers; i++)
		id = btf__add_ptr(declarer->btf, id);
	if (id >= 0)
		id = array_type(declarer, member, id);
	if (id == 0)
		return refuse(declarer, member->span, E_TYPE, "'%s' is of no type", member->name);
	return id;
}

/* ---- alignment ---- */

/* What is left to be looked at: damaged BTF may go in circles. */
struct align_search {
	const struct btf *btf;
	uint32_t members;
};

static uint32_t align_of(struct align_search *search, uint32_t id, int depth);

/* A struct whose members are not where their alignment has them is packed. */
static uint32_t align_of_members(struct align_search *search, const struct btf_type *type,
				 int depth)
{
	uint32_t most = 1;

	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		uint32_t align;

		if (!search->members)
			return 0;
		search->members--;
		align = align_of(search, btf_members(type)[i].type, depth);
		if (!align)
			return 0;
		if (!btf_member_bitfield_size(type, i) &&
		    btf_member_bit_offset(type, i) % (8 * align) != 0)
			return 1;
		if (align > most)
			most = align;
	}
	return type->size % most == 0 ? most : 1;
}

/*
 * In bytes; 0: it has none. As libbpf's btf__align_of(), which does not end when types go in
 * circles, and follows references to none.
 */
static uint32_t align_of(struct align_search *search, uint32_t id, int depth)
{
	const struct btf_type *type = btf__type_by_id(search->btf, id);

	if (!type || depth > TYPES_DEPTH_MAX)
		return 0;
	switch (btf_kind(type)) {
	case BTF_KIND_INT:
	case BTF_KIND_FLOAT:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return type->size < sizeof(uint64_t) ? type->size : sizeof(uint64_t);
	case BTF_KIND_PTR:
		return sizeof(uint64_t);
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		return align_of(search, type->type, depth + 1);
	case BTF_KIND_ARRAY:
		return align_of(search, btf_array(type)->type, depth + 1);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return align_of_members(search, type, depth + 1);
	}
	return 0;
}

/* ---- structs ---- */

struct layout {
	uint64_t bits, align; /* so far; in bytes */
	bool is_union;
	uint64_t most; /* of a union: bits of its largest member */
};

static uint64_t round_up(uint64_t number, uint64_t to)
{
	return to ? (number + to - 1) / to * to : number;
}

/* Where the member is, in bits. A bit field does not cross a boundary of its type. */
static uint64_t place(struct layout *layout, uint64_t size, uint64_t align, uint32_t bits)
{
	uint64_t begin = layout->is_union ? 0 : layout->bits;
	uint64_t length = bits ? bits : size * 8;

	if (!bits)
		begin = round_up(begin, align * 8);
	else if (begin / (size * 8) != (begin + bits - 1) / (size * 8))
		begin = round_up(begin, size * 8);
	layout->bits = begin + length;
	if (layout->bits > layout->most)
		layout->most = layout->bits;
	if (align > layout->align)
		layout->align = align;
	return begin;
}

struct placed {
	int type;
	uint64_t place;
};

static bool place_member(struct declarer *declarer, struct layout *layout,
			 const struct c_member *member, struct placed *placed)
{
	struct align_search search = {declarer->btf, TYPES_MEMBERS_MAX};
	uint32_t align;
	int64_t size;

	placed->type = member_type(declarer, member);
	if (placed->type < 0)
		return false;
	size = btf__resolve_size(declarer->btf, (uint32_t)placed->type);
	align = align_of(&search, (uint32_t)placed->type, 0);
	if (size < 0 || !align)
		return refuse(declarer, member->span, E_TYPE, "'%s' has no size", member->name) > 0;
	if (member->bits > size * 8)
		return refuse(declarer, member->span, E_LIMIT,
			      "'%s' has more bits than its type, or none", member->name) > 0;
	placed->place = place(layout, (uint64_t)size, align, member->bits);
	if (layout->most <= (uint64_t)BYTES_MAX * 8)
		return true;
	return refuse(declarer, member->span, E_LIMIT, "with '%s' it is larger than a megabyte",
		      member->name) > 0;
}

static void check_names(struct declarer *declarer, const struct c_member *members)
{
	for (const struct c_member *m = members; m; m = m->next)
		for (const struct c_member *n = members; n != m; n = n->next)
			if (*m->name && !strcmp(m->name, n->name)) {
				refuse(declarer, m->span, E_REDEFINED, "'%s' is there twice",
				       m->name);
				break;
			}
}

static int add_composite(struct declarer *declarer, const char *name, bool is_union,
			 const struct c_member *members)
{
	struct layout layout = {.align = 1, .is_union = is_union};
	struct placed *placed;
	uint32_t count = 0;
	size_t i = 0;
	int id;

	for (const struct c_member *m = members; m; m = m->next)
		if (++count > MEMBERS_MAX)
			return refuse(declarer, m->span, E_LIMIT,
				      "'%s' is one member too many: at most 4096 are possible",
				      m->name);
	check_names(declarer, members);
	placed = arena_alloc(declarer->kernel->arena, (count + 1) * sizeof(*placed));
	for (const struct c_member *m = members; m; m = m->next)
		if (!place_member(declarer, &layout, m, &placed[i++]))
			return NO_TYPE;
	layout.most = round_up(round_up(layout.most, 8) / 8, layout.align);
	id = is_union ? btf__add_union(declarer->btf, name, (uint32_t)layout.most)
		      : btf__add_struct(declarer->btf, name, (uint32_t)layout.most);
	i = 0;
	for (const struct c_member *m = members; m; m = m->next, i++)
		btf__add_field(declarer->btf, *m->name ? m->name : NULL, placed[i].type,
			       (uint32_t)placed[i].place, m->bits);
	return id;
}

/* ---- enums, typedefs ---- */

static void add_enum(struct declarer *declarer, const struct c_declaration *declaration)
{
	ARRAY(int64_t) values = {0};
	int64_t value = -1;
	size_t i = 0;

	check_names(declarer, declaration->members);
	for (const struct c_member *m = declaration->members; m; m = m->next) {
		if (m->value && !constant(declarer, m->value, &value))
			return;
		if (!m->value)
			value++;
		if (value < INT32_MIN || value > UINT32_MAX) {
			refuse(declarer, m->span, E_LIMIT, "'%s' does not fit in 32 bits", m->name);
			return;
		}
		array_push(declarer->kernel->arena, &values, value);
	}
	btf__add_enum(declarer->btf, *declaration->name ? declaration->name : NULL, 4);
	for (const struct c_member *m = declaration->members; m; m = m->next)
		btf__add_enum_value(declarer->btf, m->name, values.items[i++]);
}

static void add_typedef(struct declarer *declarer, const struct c_declaration *declaration)
{
	int id = member_type(declarer, declaration->members);

	if (id > 0)
		btf__add_typedef(declarer->btf, declaration->name, id);
}

static void add_declaration(struct declarer *declarer, const struct c_declaration *declaration)
{
	switch (declaration->kind) {
	case C_STRUCT:
	case C_UNION:
		add_composite(declarer, declaration->name, declaration->kind == C_UNION,
			      declaration->members);
		break;
	case C_ENUM:
		add_enum(declarer, declaration);
		break;
	case C_TYPEDEF:
		add_typedef(declarer, declaration);
		break;
	}
}

static bool is_twice(const struct c_declaration *list, const struct c_declaration *declaration)
{
	for (const struct c_declaration *d = list; d != declaration; d = d->next)
		if (d->kind == declaration->kind && *d->name && !strcmp(d->name, declaration->name))
			return true;
	return false;
}

void kernel_declare(struct kernel *kernel, struct diag *diag, const struct c_declaration *list)
{
	struct declarer declarer = {.kernel = kernel, .diag = diag, .list = list};

	if (!list)
		return;
	kernel_add_own_types(kernel);
	declarer.btf = kernel->own;
	for (const struct c_declaration *d = list; d; d = d->next) {
		declarer.current = d;
		if (is_twice(list, d))
			refuse(&declarer, d->span, E_REDEFINED, "'%s' is declared twice", d->name);
		else
			add_declaration(&declarer, d);
		kernel->lookups = NULL; /* which may say that there is none */
	}
}
