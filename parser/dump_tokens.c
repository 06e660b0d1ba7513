#include <inttypes.h>

#include "lexer/arena.h"
#include "lexer/token.h"
#include "parser/parse.h"

/* Where the last token began: places are counted on from there. */
struct place {
	uint32_t offset; /* in the text */
	uint32_t line, column;
};

static void advance(struct place *place, const char *text, uint32_t to)
{
	for (; place->offset < to; place->offset++) {
		place->column++;
		if (text[place->offset] == '\n') {
			place->line++;
			place->column = 1;
		}
	}
}

static void print_token(FILE *out, const struct place *place, enum token token,
			const union token_value *value, const char *text, uint32_t length)
{
	fprintf(out, "%" PRIu32 ":%" PRIu32 " %s", place->line, place->column, token_name(token));
	if (length)
		fprintf(out, " %.*s", (int)length, text);
	if (token == TOKEN_NUMBER)
		fprintf(out, " = %" PRIu64 "%s", value->number.value,
			value->number.is_duration ? " ns" : "");
	fputc('\n', out);
}

void dump_tokens(FILE *out, struct arena *arena, const struct source *source, struct diag *diag)
{
	struct lexer *lexer = lexer_new(arena, source, diag);
	struct place place = {.line = 1, .column = 1};
	union token_value value;
	struct span span;
	enum token token;

	do {
		token = lexer_next(lexer, &value, &span);
		advance(&place, source->text, span.begin - source->base);
		print_token(out, &place, token, &value, source->text + place.offset,
			    span.end - span.begin);
	} while (token != TOKEN_END);
	lexer_free(lexer);
}
