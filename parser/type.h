/*
 * Types of the language: immutable and interned, so `==` is equality.
 *
 * A struct types lives in the compilation's arena and owns every type in it.
 */
#ifndef MEMTAP_TYPE_H
#define MEMTAP_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum type_kind {
	TYPE_ERROR, /* already reported: fits everything, so that there is no cascade */
	TYPE_VOID,
	TYPE_BOOL,
	TYPE_INT,     /* size 1, 2, 4, 8; is_signed; of an enum when it has enumerators; unit */
	TYPE_STRING,  /* size bytes, NUL included */
	TYPE_POINTER, /* to `element`; `space` says how to read through it */
	TYPE_ARRAY,   /* count of `element`, in memory that is read with `space` */
	TYPE_STRUCT,  /* a struct or union of the kernel's BTF, by name */
	TYPE_TUPLE,   /* elements[count], each naturally aligned, the whole padded to 8 */
	TYPE_KSTACK,  /* struct abi_stack_ref */
	TYPE_USTACK,
	TYPE_KSYM,    /* u64 address printed as a kernel symbol */
	TYPE_USYM,    /* struct abi_usym */
	TYPE_PROBE,   /* u64 attach id printed as the probe's name */
	TYPE_FUNC,    /* u64 attach id printed as the probed function's name */
	TYPE_TEXT,    /* what user space prints as text: enum text_kind */
	TYPE_BUFFER,  /* struct abi_buffer: a length, and at most size - 8 bytes */
	TYPE_AGGREGATE, /* what a map holds: enum aggregate */
	TYPE_OLDER,   /* older(@m, age): a hold map seen through an age, only printed */
};

/* Where the bytes behind a pointer are. */
enum address_space {
	SPACE_KERNEL,
	SPACE_USER,
	SPACE_CONTEXT, /* inside the tracepoint record: arrays among a tracepoint's fields */
};

enum aggregate {
	AGGREGATE_NONE,
	AGGREGATE_COUNT,
	AGGREGATE_SUM,  /* is_signed as its argument */
	AGGREGATE_MIN,
	AGGREGATE_MAX,
	AGGREGATE_AVG,
	AGGREGATE_STATS,
	AGGREGATE_HIST,
	AGGREGATE_TSERIES, /* is_signed as its argument */
	AGGREGATE_HOLD,
};

enum text_kind {
#define TEXT(id, name, size) TEXT_##id,
#include "parser/texts.def"
#undef TEXT
};

/* What an integer counts. */
enum unit {
	UNIT_NONE,
#define UNIT(id, name) UNIT_##id,
#include "parser/units.def"
#undef UNIT
};

/* How the frames of a stack are printed. */
enum stack_mode {
	STACK_BPFTRACE, /* "main+34" */
	STACK_PERF,     /* "55d0c1a3e2f1 main+34 (/usr/bin/x)" */
	STACK_RAW,      /* "55d0c1a3e2f1" */
	STACK_SOURCE,   /* "main+34 (x.c:12)" */
};

#define STACK_DEPTH_MAX 127 /* ABI_STACK_MAX */

/* Of a histogram; see codegen/abi.h. */
struct buckets {
	uint32_t count;
	uint32_t bits;		  /* by powers of two */
	uint64_t low, high, step; /* linear; step is 0 when it is not */
};

/* Of a time series. */
struct series {
	uint32_t function; /* enum abi_series */
	uint32_t count;	   /* of intervals */
	uint64_t interval; /* ns */
};

struct enumerator {
	const char *name;
	uint64_t value;
};

struct type {
	enum type_kind kind;
	enum address_space space;
	enum aggregate aggregate;
	enum text_kind text;  /* TYPE_TEXT */
	enum unit unit;	      /* TYPE_INT of 8 bytes, and what is aggregated */
	enum stack_mode mode; /* of a stack; `count` is how many frames it has at most */
	bool is_signed;
	uint32_t size;  /* bytes as stored in a map, key or event */
	uint32_t align; /* bytes */
	uint32_t count;
	const struct type *element;
	const struct type *const *elements;
	const char *const *names; /* of the elements: a record; or NULL */
	const char *name; /* TYPE_STRUCT: "task_struct" (without the word struct); TYPE_TEXT: the format
			     that it is printed with, or NULL */
	bool is_union;
	struct buckets buckets; /* AGGREGATE_HIST */
	struct series series;	/* AGGREGATE_TSERIES */
	const struct enumerator *enumerators; /* TYPE_INT: `count` of them; NULL: it is no enum */
	uint32_t btf_id; /* TYPE_STRUCT: in the kernel's BTF, see parser/kernel.h; or a number of
			    parser/debug_info.h's, which are larger */
};

struct types;

struct types *types_new(struct arena *arena);

const struct type *type_error(struct types *types);
const struct type *type_void(struct types *types);
const struct type *type_bool(struct types *types);
const struct type *type_int(struct types *types, uint32_t size, bool is_signed);
/* An enum of the kernel: an integer whose values have names. The enumerators are kept, not copied. */
const struct type *type_enum(struct types *types, const char *name, uint32_t size, bool is_signed,
			     uint32_t btf_id, const struct enumerator *enumerators, uint32_t count);
/* An integer of 8 bytes that is printed in units. */
const struct type *type_unit(struct types *types, enum unit unit, bool is_signed);
const struct type *type_string(struct types *types, uint32_t size);
const struct type *type_pointer(struct types *types, const struct type *to, enum address_space space);
const struct type *type_array(struct types *types, const struct type *of, uint32_t count,
			      enum address_space space);
const struct type *type_struct(struct types *types, const char *name, bool is_union, uint32_t size,
			       uint32_t btf_id);
const struct type *type_tuple(struct types *types, const struct type *const *elements,
			      uint32_t count);
const struct type *type_record(struct types *types, const struct type *const *elements,
			       const char *const *names, uint32_t count); /* names: may be NULL */
/* KSTACK, USTACK, KSYM, USYM, PROBE, FUNC, OLDER: kinds without parameters. */
const struct type *type_plain(struct types *types, enum type_kind kind);
const struct type *type_aggregate(struct types *types, enum aggregate aggregate, bool is_signed,
				  enum unit unit);
const struct type *type_stack(struct types *types, enum type_kind kind, enum stack_mode mode,
			      uint32_t depth);
const struct type *type_text(struct types *types, enum text_kind text, const char *format);
const struct type *type_buffer(struct types *types, uint32_t bytes);
const struct type *type_histogram(struct types *types, const struct buckets *buckets,
				  bool is_signed);
const struct type *type_series(struct types *types, const struct series *series, bool is_signed,
			       enum unit unit);
bool type_same_names(const struct type *a, const struct type *b); /* of tuples of one length */
bool type_same_buckets(const struct type *a, const struct type *b);
bool type_same_series(const struct type *a, const struct type *b);

/* Byte offset of a tuple's element. */
uint32_t type_tuple_offset(const struct type *tuple, uint32_t index);

bool type_is_integral(const struct type *type); /* int, bool, pointer, and TYPE_ERROR */

/* As a user writes it: "uint32", "struct task_struct *", "(int64, string[16])". */
const char *type_name(struct arena *arena, const struct type *type);

#endif
