/*
 * Values that only user space can turn into text: one text_ID() a row of parser/texts.def.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime/cgroup.h"
#include "runtime/output_private.h"

#define NSECS_PER_SEC UINT64_C(1000000000)
#define TIME_TEXT_MAX 4096
#define SIGNALS_MAX   64

typedef void text_printer(FILE *out, const struct plan_type *type, const uint8_t *bytes);

static uint64_t word_of(const uint8_t *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

static void text_ERRNO(FILE *out, const struct plan_type *type, const uint8_t *bytes)
{
	const char *text = strerrordesc_np((int)word_of(bytes));

	fputs(text ? text : "Unknown error", out);
}

/* The names are the C library's, which begins to count real-time signals at SIGRTMIN. */
static void text_SIGNAL(FILE *out, const struct plan_type *type, const uint8_t *bytes)
{
	uint64_t signal = word_of(bytes);

	fputs(signal <= SIGNALS_MAX ? strsignal((int)signal) : "N/A", out);
}

static void text_USER(FILE *out, const struct plan_type *type, const uint8_t *bytes)
{
	uint64_t id = word_of(bytes);
	const struct passwd *user = getpwuid((uid_t)id);

	if (user)
		fputs(user->pw_name, out);
	else
		fprintf(out, "%" PRIu64, id);
}

static void text_CGROUP(FILE *out, const struct plan_type *type, const uint8_t *bytes)
{
	char *path = cgroup_find_path(word_of(bytes));

	if (path)
		fprintf(out, "unified:%s", path);
	free(path);
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

static void text_TIME(FILE *out, const struct plan_type *type, const uint8_t *bytes)
{
	uint64_t nsecs = word_of(bytes) + day_minus_boot();
	time_t seconds = (time_t)(nsecs / NSECS_PER_SEC);
	char format[TIME_TEXT_MAX], text[TIME_TEXT_MAX] = "";
	struct tm local;

	put_microseconds(format, sizeof(format), type->format, nsecs);
	if (localtime_r(&seconds, &local) && strftime(text, sizeof(text), format, &local))
		fputs(text, out);
}

static void text_MAC(FILE *out, const struct plan_type *type, const uint8_t *bytes)
{
	fprintf(out, "%02X:%02X:%02X:%02X:%02X:%02X", bytes[0], bytes[1], bytes[2], bytes[3],
		bytes[4], bytes[5]);
}

static void text_INET(FILE *out, const struct plan_type *type, const uint8_t *bytes)
{
	char text[INET6_ADDRSTRLEN];
	struct abi_inet inet;

	memcpy(&inet, bytes, sizeof(inet));
	if (inet_ntop(inet.is_v6 ? AF_INET6 : AF_INET, inet.bytes, text, sizeof(text)))
		fputs(text, out);
}

static text_printer *const printers[PLAN_TEXT_COUNT] = {
#define TEXT(id, name, size) [PLAN_TEXT_##id] = text_##id,
#include "parser/texts.def"
#undef TEXT
};

void text_print(FILE *out, const struct plan_type *type, const uint8_t *bytes)
{
	printers[type->text](out, type, bytes);
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
	uint64_t length = word_of(bytes), room = type->size - sizeof(struct abi_buffer);

	bytes += sizeof(struct abi_buffer);
	for (uint64_t i = 0; i < length && i < room; i++)
		print_byte(out, bytes[i], look, i == 0);
}
