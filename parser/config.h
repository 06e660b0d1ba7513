/*
 * Settings of a program: what holds unless config = { ... } or the environment say otherwise.
 */
#ifndef MEMTAP_CONFIG_H
#define MEMTAP_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STRING_SIZE 1024  /* bytes of a str() without a length, NUL included */
#define MAP_ENTRIES 65536 /* of a map of the script */
#define HOLD_OBJECTS 1048576 /* held at once in one map */
#define RING_PAGES  1024

enum missing_probes { MISSING_ERROR, MISSING_WARN, MISSING_IGNORE };
enum hold_order { HOLD_BY_SIZE, HOLD_BY_COUNT };

struct config {
#define NUMBER_SETTING(name, least, most, value, doc) uint32_t name;
#define WORD_SETTING(name, words, value, doc)	      uint32_t name;
#define TEXT_SETTING(name, value, doc)		      const char *name;
#define IGNORED_SETTING(name)
#include "parser/config.def"
#undef NUMBER_SETTING
#undef WORD_SETTING
#undef TEXT_SETTING
#undef IGNORED_SETTING
};

extern const struct config config_default;

/* One row of config.def. */
struct setting_kind {
	const char *name;
	const char *words; /* "one|two"; NULL: a number, or a text */
	bool is_text;
	uint64_t least, most;
	size_t offset; /* in struct config */
	bool is_ignored;
	const char *doc;
};

extern const struct setting_kind setting_kinds[];
extern const size_t setting_kind_count;

#endif
