/*
 * printf() formats: %[flags][width][.precision][length]conversion.
 *
 * Only what is listed here gets through, so that user space can hand each conversion to the C
 * library once it knows the argument.
 */
#include <string.h>

#include "parser/checker.h"

#define WIDTH_DIGITS 3 /* also of a precision: 999 at most */

struct conversion {
	const char *text; /* from the '%' on */
	size_t length;
	char letter; /* '%' takes no argument; '\0': there is no such conversion */
};

static size_t skip_any(const char *text, const char *accept)
{
	return strspn(text, accept);
}

static struct conversion parse_conversion(const char *text)
{
	struct conversion conversion = {.text = text};
	const char *at = text + 1;
	size_t width, precision = 0;

	at += skip_any(at, "-+ #0");
	width = skip_any(at, "0123456789");
	at += width;
	if (*at == '.') {
		precision = skip_any(++at, "0123456789");
		at += precision;
	}
	if (!strncmp(at, "hh", 2) || !strncmp(at, "ll", 2))
		at += 2;
	else if (*at == 'h' || *at == 'l' || *at == 'z')
		at++;
	if (*at && strchr("diuxXocpsr%", *at) && width <= WIDTH_DIGITS && precision <= WIDTH_DIGITS)
		conversion.letter = *at;
	if (*at == '%' && at != text + 1) /* "%5%" */
		conversion.letter = '\0';
	conversion.length = (size_t)(at - text) + (*at != '\0');
	if (*at == 'r' && (at[1] == 'x' || at[1] == 'h'))
		conversion.length++;
	return conversion;
}

static bool is_printed_as_text(const struct type *type)
{
	switch (type->kind) {
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_STRING:
	case TYPE_KSTACK:
	case TYPE_USTACK:
	case TYPE_KSYM:
	case TYPE_USYM:
	case TYPE_PROBE:
	case TYPE_FUNC:
	case TYPE_TUPLE:
	case TYPE_TEXT:
		return true;
	default:
		return false;
	}
}

static void check_argument(struct checker *checker, const struct conversion *conversion,
			   const struct expr *argument)
{
	const struct type *type = argument->type;
	bool wants_text = conversion->letter == 's';
	bool fits = wants_text ? is_printed_as_text(type) : type_is_integral(type);

	if (conversion->letter == 'r')
		fits = type->kind == TYPE_BUFFER;
	if (type->kind == TYPE_ERROR || fits)
		return;
	check_refuse(checker, argument->span, E_FORMAT, "'%.*s' does not print '%s'",
		     (int)conversion->length, conversion->text, check_type_name(checker, type));
	if (wants_text && type->kind == TYPE_POINTER)
		diag_hint(checker->in->diag, "%%s prints str(...) of it, %%p the address");
	else if (type->kind == TYPE_BUFFER)
		diag_hint(checker->in->diag, "%%r prints buffers, %%rx and %%rh in hexadecimal");
	else if (conversion->letter == 'r')
		diag_hint(checker->in->diag, "buf(address, length) makes a buffer");
	else if (is_printed_as_text(type))
		diag_hint(checker->in->diag, "%%s does");
}

static void refuse_conversion(struct checker *checker, const struct expr *format,
			      const struct conversion *conversion)
{
	check_refuse(checker, format->span, E_FORMAT, "'%.*s' is not a conversion that memtap has",
		     (int)conversion->length, conversion->text);
	diag_hint(checker->in->diag,
		  "%%d %%i %%u %%x %%X %%o %%c %%p %%s %%r %%rx %%rh %%%%, with a width and "
		  "precision of up to %d digits",
		  WIDTH_DIGITS);
}

void check_format(struct checker *checker, const struct expr *format, const struct expr *arguments)
{
	const char *at = format->string.bytes;
	uint32_t wanted = 0, given = 0;

	if (strlen(at) != format->string.length) {
		check_refuse(checker, format->span, E_FORMAT, "a NUL ends a format");
		return;
	}
	for (const struct expr *e = arguments; e; e = e->next)
		given++;
	while ((at = strchr(at, '%'))) {
		struct conversion conversion = parse_conversion(at);

		at += conversion.length;
		if (!conversion.letter) {
			refuse_conversion(checker, format, &conversion);
			return;
		}
		if (conversion.letter == '%')
			continue;
		wanted++;
		if (!arguments)
			continue;
		check_argument(checker, &conversion, arguments);
		arguments = arguments->next;
	}
	if (wanted != given)
		check_refuse(checker, format->span, E_FORMAT,
			     "the format takes %u argument%s, but %u %s given", wanted,
			     wanted == 1 ? "" : "s", given, given == 1 ? "is" : "are");
}
