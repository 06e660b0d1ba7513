#include <string.h>

#include "lexer/arena.h"
#include "parser/build.h"

static bool is_union_word(const char *kind)
{
	return !strcmp(kind, "union");
}

/* ---- types ---- */

struct built_c_type build_c_word(struct parser *parser, struct built_c_type type, struct span span,
				 const char *word)
{
	if (type.last && type.words)
		type.words = arena_printf(parser->arena, "%s %s", type.words, type.last);
	else if (type.last)
		type.words = type.last;
	type.last = word;
	type.last_span = span;
	return type;
}

struct built_c_type build_c_struct_type(struct parser *parser, struct span span, const char *kind,
					const char *name)
{
	return (struct built_c_type){.last = name,
				     .last_span = span,
				     .is_struct = true,
				     .is_union = is_union_word(kind)};
}

struct built_c_type build_c_enum_type(struct parser *parser, struct span span, const char *name)
{
	return (struct built_c_type){.last = arena_printf(parser->arena, "enum %s", name),
				     .last_span = span};
}

struct built_c_type build_c_qualified(struct parser *parser, struct built_c_type words,
				      struct span span, const char *kind, const char *name)
{
	if (words.words ||
	    (strcmp(words.last, "const") != 0 && strcmp(words.last, "volatile") != 0))
		diag_error(parser->diag, words.last_span, E_SYNTAX,
			   "only 'const' or 'volatile' stands before '%s'", kind);
	return build_c_struct_type(parser, span, kind, name);
}

struct built_c_type build_c_inner(struct parser *parser, struct span span, const char *kind,
				  struct built_members members)
{
	return (struct built_c_type){.last_span = span,
				     .is_inner = true,
				     .is_union = is_union_word(kind),
				     .inner = members.first};
}

/* ---- names ---- */

struct built_size build_c_bits(struct number_literal bits)
{
	return (struct built_size){.bits = bits.value && bits.value <= 64 ? (uint32_t)bits.value
									  : UINT32_MAX};
}

struct built_size build_c_count(struct parser *parser, struct built_size size, struct span span,
				struct built_expr count)
{
	if (size.bits || size.count == sizeof(size.counts) / sizeof(*size.counts))
		diag_error(parser->diag, span, E_LIMIT, "an array has at most %zu dimensions",
			   sizeof(size.counts) / sizeof(*size.counts));
	else
		size.counts[size.count++] = count.expr;
	return size;
}

struct built_c_name build_c_name(struct span span, const char *name, struct built_size size)
{
	return (struct built_c_name){name, span, size};
}

/* ---- members ---- */

struct built_members build_c_member(struct parser *parser, struct built_c_type type,
				    uint32_t pointers, struct built_c_name name)
{
	struct c_member *member = arena_new_of(parser->arena, struct c_member);

	*member = (struct c_member){
		.name = name.name ? name.name : "",
		.span = name.name ? name.span : type.last_span,
		.is_struct = type.is_struct,
		.is_union = type.is_union,
		.inner = type.inner,
		.is_inner = type.is_inner,
		.pointers = pointers,
		.count_count = name.size.count,
		.bits = name.size.bits,
	};
	memcpy(member->counts, name.size.counts, sizeof(member->counts));
	if (!type.is_inner)
		member->type = type.words
				       ? arena_printf(parser->arena, "%s %s", type.words, type.last)
				       : type.last;
	if (!name.name && !type.is_inner)
		diag_error(parser->diag, member->span, E_SYNTAX, "a name is missing here");
	return (struct built_members){member, member};
}

struct built_members build_c_names(struct parser *parser, struct built_c_type words,
				   struct built_size size)
{
	struct built_c_type type = {.last = words.words, .last_span = words.last_span};
	struct built_c_name name = {words.last, words.last_span, size};

	if (!words.words)
		name.name = NULL; /* a type alone */
	else
		type.words = NULL;
	return build_c_member(parser, words.words ? type : words, 0, name);
}

struct built_members build_c_function(struct parser *parser, struct built_c_type type,
				      struct span span, const char *name)
{
	struct built_c_type nothing = {.last = "void", .last_span = type.last_span};

	return build_c_member(parser, nothing, 1, build_c_name(span, name, (struct built_size){0}));
}

struct built_members build_c_more(struct parser *parser, struct built_members members,
				  uint32_t pointers, struct built_c_name name)
{
	struct c_member *member = arena_new_of(parser->arena, struct c_member);

	*member = *members.last;
	member->name = name.name;
	member->span = name.span;
	member->pointers = pointers;
	memcpy(member->counts, name.size.counts, sizeof(member->counts));
	member->count_count = name.size.count;
	member->bits = name.size.bits;
	member->next = NULL;
	return build_c_members_add(members, (struct built_members){member, member});
}

struct built_members build_c_enumerator(struct parser *parser, struct span span, const char *name,
					struct built_expr value)
{
	struct c_member *member = arena_new_of(parser->arena, struct c_member);

	member->name = name;
	member->span = span;
	member->value = value.expr;
	return (struct built_members){member, member};
}

struct built_members build_c_members_add(struct built_members list, struct built_members more)
{
	if (!list.first)
		return more;
	if (!more.first)
		return list;
	list.last->next = more.first;
	return (struct built_members){list.first, more.last};
}

/* ---- declarations ---- */

static struct c_declaration *add(struct parser *parser, struct span span, const char *name,
				 struct c_member *members)
{
	struct c_declaration *declaration = arena_new_of(parser->arena, struct c_declaration);

	declaration->name = name;
	declaration->span = span;
	declaration->members = members;
	*parser->c_declarations_end = declaration;
	parser->c_declarations_end = &declaration->next;
	return declaration;
}

void build_c_struct(struct parser *parser, struct span span, const char *name, const char *kind,
		    struct built_members members)
{
	add(parser, span, name, members.first)->kind = is_union_word(kind) ? C_UNION : C_STRUCT;
}

void build_c_enum(struct parser *parser, struct span span, const char *name,
		  struct built_members members)
{
	add(parser, span, name, members.first)->kind = C_ENUM;
}

void build_c_typedef(struct parser *parser, struct built_members members)
{
	for (struct c_member *m = members.first, *next; m; m = next) {
		next = m->next;
		m->next = NULL;
		add(parser, m->span, m->name, m)->kind = C_TYPEDEF;
	}
}

/* Behind a '}' the name is read as a probe, which may have other characters. */
static struct built_c_name typedef_name(struct parser *parser, struct span span, const char *name)
{
	if (!build_is_name(name))
		diag_error(parser->diag, span, E_SYNTAX, "'%s' cannot be the name of a type", name);
	return build_c_name(span, name, (struct built_size){0});
}

void build_c_typedef_struct(struct parser *parser, struct span span, const char *name,
			    const char *kind, struct built_members members)
{
	struct built_c_type type = build_c_inner(parser, span, kind, members);

	build_c_typedef(parser,
			build_c_member(parser, type, 0, typedef_name(parser, span, name)));
}

void build_c_typedef_name(struct parser *parser, struct span span, const char *name, const char *of)
{
	struct built_c_type type = build_c_struct_type(parser, span, "struct", of);

	build_c_typedef(parser,
			build_c_member(parser, type, 0, typedef_name(parser, span, name)));
}
