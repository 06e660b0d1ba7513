/*
 * Within the formatter (parser/format.h): what a script consists of, and where in it the formatter
 * is.
 */
#ifndef MEMTAP_FORMAT_PRIVATE_H
#define MEMTAP_FORMAT_PRIVATE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lexer/arena.h"
#include "lexer/token.h"

#define FORMAT_TAB 8

/* What stands between tokens, beside the numbers of these. */
enum { ITEM_COMMENT = TOKEN_COUNT, ITEM_HASH /* lines with a '#', with what they leave out */ };

/* Small, as a script may have millions. */
struct item {
	const char *text;
	uint32_t length;
	uint32_t newlines;  /* in front of it */
	uint32_t column;    /* where it begins in the source, from 0 */
	uint32_t placed;    /* and in what is written */
	unsigned char kind; /* enum token, or one of the above */
	unsigned char next; /* the kind of the token behind it, comments left out */
	bool is_continued;  /* the newlines are behind a backslash, in a #define */

	/* Set from the first item to the last, of what is in front: */
	bool ends_operand; /* what follows is a binary operator */
	bool is_prefix;	   /* a unary operator, in front of its operand */
	bool is_pointer;   /* a '*' of a type */
	bool is_cast;	   /* the ')' of one */
};

_Static_assert(ITEM_HASH <= UCHAR_MAX, "kinds of items take a byte");

struct items {
	struct arena *arena;
	ARRAY(struct item) list;
};

void format_read_items(struct items *items, const struct source *source, struct diag *diag);

/* Whether the texts are the same program: the same tokens, and as many comments. */
bool format_is_same(const struct items *a, const struct items *b);

/* Columns that the text takes from `column` on, in all. */
uint32_t format_advance(uint32_t column, char byte);

#define ANCHOR_COLUMNS 512 /* what begins behind is not looked for */

/* What a bracket holds. */
enum contents {
	CONTENTS_OPERANDS,    /* ( [ and predicates */
	CONTENTS_STATEMENTS,  /* { a; b; } */
	CONTENTS_VALUE,	      /* x = { a; b } */
	CONTENTS_MEMBERS,     /* struct x { int a; } */
	CONTENTS_ENUMERATORS, /* enum x { A, B } */
};

struct statement {
	bool has_begun;
	unsigned int first; /* its first token */
	uint32_t level;	    /* where it would begin a line */
	size_t line_first;  /* the item that begins the line on which it begins */
	bool has_assignment;
	bool is_type; /* behind the ':' of a declaration */
};

struct bracket {
	enum contents contents;
	size_t opened;	   /* the item */
	size_t line_first; /* that which begins the line of it */
	bool may_cast;	   /* what is in front of it calls nothing */
	uint32_t outer;	   /* where a line begins that begins with its end */
	struct statement around;
};

/* A comment at the end of a line, which those of lines above and below may be aligned with. */
struct trailing {
	size_t offset; /* in what is written */
	size_t line;
	uint32_t column; /* in the source */
	uint32_t least;	 /* where it can begin */
};

struct format {
	struct arena *arena;
	struct items items;
	ARRAY(struct bracket) brackets;
	struct statement statement;
	const struct item *last; /* token */
	const struct item *before_last;
	size_t line_first;		/* the item that begins the line */
	size_t anchors[ANCHOR_COLUMNS]; /* the last item that began there in the source, and one */

	ARRAY(char) text;
	uint32_t column;
	size_t line;
	ARRAY(struct trailing) trailing;
};

static inline struct item *item_at(const struct format *format, size_t i)
{
	return &format->items.list.items[i];
}

static inline const struct bracket *innermost(const struct format *format)
{
	return format->brackets.count ? &format->brackets.items[format->brackets.count - 1] : NULL;
}

static inline bool is_within(const struct format *format, enum contents contents)
{
	const struct bracket *bracket = innermost(format);

	return bracket && bracket->contents == contents;
}

/* In brackets that the statement has opened. */
static inline bool is_in_operands(const struct format *format)
{
	return is_within(format, CONTENTS_OPERANDS);
}

static inline bool is_assignment(unsigned int kind)
{
	return kind >= TOKEN_ASSIGN && kind <= TOKEN_ASSIGN_XOR;
}

/* What the item at `i` is, by what is in front of it. */
void format_judge(struct format *format, size_t i);
/* And then: it is behind us. */
void format_follow(struct format *format, size_t i);
/* Where statements begin lines. */
uint32_t format_level_within(const struct format *format);
bool format_is_in_declaration(const struct format *format);

/* Where it stands. */
struct format_place {
	bool is_outside;	/* of bodies, brackets and predicates */
	bool is_head;		/* of a definition, in front of its '=' */
	bool is_in_declaration; /* as in C */
};

/* Is there a blank between two items of a line? */
bool format_has_blank(const struct item *left, const struct item *right,
		      const struct format_place *place);

#endif
