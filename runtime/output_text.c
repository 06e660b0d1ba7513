/*
 * Values that only user space can turn into text: one text_ID() a row of parser/texts.def. Flags
 * and the like are in output_names.c.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime/cgroup.h"
#include "runtime/meminfo.h"
#include "runtime/output_private.h"

#define NSECS_PER_SEC UINT64_C(1000000000)
#define TIME_TEXT_MAX 4096
#define SIGNALS_MAX   64

uint64_t text_word(const uint8_t *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

TEXT_PRINTER(ERRNO)
{
	const char *text = strerrordesc_np((int)text_word(bytes));

	fputs(text ? text : "Unknown error", out);
}

/* The names are the C library's, which begins to count real-time signals at SIGRTMIN. */
TEXT_PRINTER(SIGNAL)
{
	uint64_t signal = text_word(bytes);

	fputs(signal <= SIGNALS_MAX ? strsignal((int)signal) : "N/A", out);
}

TEXT_PRINTER(USER)
{
	uint64_t id = text_word(bytes);
	const struct passwd *user = getpwuid((uid_t)id);

	if (user)
		fputs(user->pw_name, out);
	else
		fprintf(out, "%" PRIu64, id);
}

TEXT_PRINTER(CGROUP)
{
	char *path = cgroup_find_path(text_word(bytes));

	if (path) {
		fputs("unified:", out);
		value_put_text(output, out, path, strlen(path));
	}
	free(path);
}

TEXT_PRINTER(MEMINFO)
{
	meminfo_print(out, text_word(bytes));
}

/* Between the time since boot and that of the day. */
static uint64_t day_minus_boot(void)
{
	struct timespec day, boot;

	clock_gettime(CLOCK_REALTIME, &day);
	clock_gettime(CLOCK_BOOTTIME, &boot);
	return ((uint64_t)day.tv_sec - (uint64_t)boot.tv_sec) * NSECS_PER_SEC +
	       (uint64_t)day.tv_nsec - (uint64_t)boot.tv_nsec;
}

/* %f, which strftime(3) does not have, are the microseconds. */
static void put_microseconds(char *to, size_t size, const char *format, uint64_t nsecs)
{
	size_t used = 0;

	for (; *format && used + 8 < size; format++) {
		if (format[0] == '%' && format[1] == 'f') {
			used += (size_t)snprintf(to + used, size - used, "%06" PRIu64,
						 nsecs % NSECS_PER_SEC / 1000);
			format++;
			continue;
		}
		to[used++] = *format;
		if (format[0] == '%' && format[1])
			to[used++] = *++format;
	}
	to[used] = '\0';
}

TEXT_PRINTER(TIME)
{
	uint64_t nsecs = text_word(bytes) + day_minus_boot();
	time_t seconds = (time_t)(nsecs / NSECS_PER_SEC);
	char format[TIME_TEXT_MAX], text[TIME_TEXT_MAX] = "";
	struct tm local;

	put_microseconds(format, sizeof(format), type->format, nsecs);
	if (localtime_r(&seconds, &local) && strftime(text, sizeof(text), format, &local))
		fputs(text, out);
}

TEXT_PRINTER(MAC)
{
	fprintf(out, "%02X:%02X:%02X:%02X:%02X:%02X", bytes[0], bytes[1], bytes[2], bytes[3],
		bytes[4], bytes[5]);
}

TEXT_PRINTER(INET)
{
	char text[INET6_ADDRSTRLEN];
	struct abi_inet inet;

	memcpy(&inet, bytes, sizeof(inet));
	if (inet_ntop(inet.is_v6 ? AF_INET6 : AF_INET, inet.bytes, text, sizeof(text)))
		fputs(text, out);
}

static void (*const printers[PLAN_TEXT_COUNT])(struct output *output, FILE *out,
					       const struct plan_type *type,
					       const uint8_t *bytes) = {
#define TEXT(id, name, size) [PLAN_TEXT_##id] = text_##id,
#include "parser/texts.def"
#undef TEXT
};

void text_print(struct output *output, FILE *out, const struct plan_type *type,
		const uint8_t *bytes)
{
	printers[type->text](output, out, type, bytes);
}

/* ---- buffers ---- */

static void print_byte(FILE *out, uint8_t byte, enum buffer_look look, bool is_first)
{
	if (look == BUFFER_HEX)
		fprintf(out, "%s%02x", is_first ? "" : " ", byte);
	else if (look == BUFFER_TEXT && isprint(byte))
		fputc(byte, out);
	else
		fprintf(out, "\\x%02x", byte);
}

void buffer_print(FILE *out, const struct plan_type *type, const uint8_t *bytes,
		  enum buffer_look look)
{
	uint64_t length = text_word(bytes), room = type->size - sizeof(struct abi_buffer);

	bytes += sizeof(struct abi_buffer);
	for (uint64_t i = 0; i < length && i < room; i++)
		print_byte(out, bytes[i], look, i == 0);
}
