/*
 * The plan: THE contract between compiler and runtime.
 *
 * A BPF object and all that user space has to do for it: what to attach it to, with alternatives
 * and patches that only the running kernel can decide, how its maps and events are printed. It is
 * self-contained: nothing in it points into the AST or the arena of the compilation, and it can
 * be written to a file and read back by a memtap that never sees the script.
 *
 * All memory is the plan's own; plan_free() frees it.
 */
#ifndef MEMTAP_PLAN_H
#define MEMTAP_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lexer/probe_kind.h"

#define PLAN_NONE UINT32_MAX /* an index that points nowhere */

/* ---- how values look ---- */

enum plan_kind {
	PLAN_INT,    /* 1, 2, 4 or 8 bytes; is_signed */
	PLAN_BOOL,
	PLAN_POINTER, /* printed in hex */
	PLAN_STRING, /* `size` bytes, ends at the first NUL */
	PLAN_TUPLE,  /* elements, each at its offset */
	PLAN_KSTACK, /* struct abi_stack_ref */
	PLAN_USTACK,
	PLAN_KSYM,   /* u64 */
	PLAN_USYM,   /* struct abi_usym */
	PLAN_PROBE,  /* u64 attach id: the probe's name */
	PLAN_FUNC,   /* u64 attach id: the probed function's name */
	PLAN_BUFFER, /* struct abi_buffer */
	PLAN_TEXT,   /* what `text` says */
};

enum plan_text {
#define TEXT(id, name, size) PLAN_TEXT_##id,
#include "parser/texts.def"
#undef TEXT
	PLAN_TEXT_COUNT
};

enum plan_unit { /* that a number is printed in */
	PLAN_UNIT_NONE,
#define UNIT(id, name) PLAN_UNIT_##id,
#include "parser/units.def"
#undef UNIT
	PLAN_UNIT_COUNT
};

struct plan_enumerator {
	uint64_t value;
	char *name;
};

enum plan_stack_mode {
	PLAN_STACK_BPFTRACE,
	PLAN_STACK_PERF,
	PLAN_STACK_RAW,
	PLAN_STACK_SOURCE, /* with file and line, where the debug info has them */
};

struct plan_type {
	char *name; /* of an element of a record; or NULL */
	char *label; /* of a map's key, or an element of it: what it is about, an identifier; or NULL */
	enum plan_kind kind;
	enum plan_text text;       /* PLAN_TEXT */
	enum plan_unit unit;       /* PLAN_INT */
	char *format;              /* PLAN_TEXT_TIME: for strftime(3); else NULL */
	enum plan_stack_mode mode; /* PLAN_KSTACK, PLAN_USTACK */
	uint32_t depth;            /* the same: frames that are printed; 0: all */
	bool is_signed;
	uint32_t size;
	uint32_t offset; /* within the tuple that it is an element of */
	uint32_t element_count;
	struct plan_type *elements;
	uint32_t enumerator_count; /* PLAN_INT: of an enum, whose values are printed by name */
	struct plan_enumerator *enumerators;
};

/* ---- maps ---- */

enum plan_aggregate {
	PLAN_PLAIN, /* `value` says what it is */
	PLAN_COUNT,
	PLAN_SUM,
	PLAN_MIN,
	PLAN_MAX,
	PLAN_AVG,
	PLAN_STATS,
	PLAN_HIST,
	PLAN_TSERIES,
	PLAN_HOLD, /* struct abi_total; the objects are in `objects` */
};

struct plan_buckets { /* see codegen/abi.h */
	uint32_t count, bits;
	uint64_t low, high, step; /* step 0: by powers of two */
};

struct plan_series {
	uint32_t function; /* enum abi_series */
	uint32_t count;	   /* of intervals */
	uint64_t interval; /* ns */
};

struct plan_map {
	char *name;     /* as the script says: "@heap" */
	char *bpf_name; /* of the map in the object */
	enum plan_aggregate aggregate;
	bool is_signed;      /* SUM, MIN, MAX, AVG, STATS, TSERIES */
	enum plan_unit unit; /* the same, and HOLD: of its bytes */
	bool is_per_cpu;
	bool is_scalar; /* no key: one element, key u32 0; plain values are there once set */
	bool key_is_list; /* @m[a, b]: the key is a tuple printed without brackets of its own */
	char *pending; /* COUNT: bpf name of the map of enum abi_pending; or NULL */
	struct plan_type key;
	struct plan_type value; /* PLAN_PLAIN */
	struct plan_buckets buckets; /* PLAN_HIST */
	struct plan_series series;   /* PLAN_TSERIES */

	/* PLAN_HOLD */
	char *objects; /* bpf name of the map: name -> struct abi_object, the key's bytes and, from the
			  next multiple of 8 on, with is_sampled the object's own size, u64, and
			  the name if abi_object_has_name() */
	struct plan_type object_name;
	bool is_by_count;      /* the key with the most objects is the largest, not that with most bytes */
	bool is_sampled;       /* each object stands for bytes of its own: abi_object's size */
	bool lacks_totals;     /* they are what the objects add up to */
	uint32_t released_most; /* of the map's objects so many more than may be held at most */
	bool has_owner;        /* objects go when their process execs or exits */
	uint32_t owner_offset; /* u32 pid in the name */
	char *forget; /* has_owner: program to run that lets go the objects of all processes that
			 are in ABI_MAP_GONE, if they were held before the time there */
};

enum plan_point_kind {
#define PROBE_KIND(id, ...) PLAN_##id,
#include "lexer/probe_kinds.def"
#undef PROBE_KIND
};

/* ---- events: what programs ask user space to do, by ring buffer ---- */

enum plan_event_kind {
	PLAN_PRINTF,      /* format; payload: the arguments as a tuple */
	PLAN_PRINT_VALUE, /* payload: a tuple of one */
	PLAN_PRINT_MAP,   /* map; payload: u64 top (0: all), u64 divisor, u64 older-than ns (0: all) */
	PLAN_CLEAR_MAP,
	PLAN_ZERO_MAP,
	PLAN_EXIT,        /* payload: u64 exit code */
	PLAN_TIME,        /* format, for strftime(3) */
	PLAN_MESSAGE,     /* as PLAN_PRINTF, on standard error */
	PLAN_CAT,         /* format of a path, as PLAN_PRINTF: print that file */
	PLAN_SYSTEM,      /* format of a command, as PLAN_PRINTF: run it by a shell */
	PLAN_JOIN,        /* format: the separator; payload: strings, the first empty one ends them */
	PLAN_WATCH,       /* format: the mode, "rw"; payload: u64 address, u64 pid, u64 length */
	PLAN_UNWATCH,     /* payload: u64 address, u64 pid */
};

struct plan_event {
	enum plan_event_kind kind;
	char *format;   /* or NULL */
	uint32_t map;   /* or PLAN_NONE */
	struct plan_type payload; /* PLAN_TUPLE */
	enum plan_point_kind sender; /* what programs that send it are attached to */
};

/* ---- probes ---- */

struct plan_point {
	enum plan_point_kind kind;
	char *target;   /* binary or short library name, module, tracepoint category; or NULL */
	char *provider; /* USDT; or NULL: any. uprobe: "cpp", the name is as in C++ source */
	char *name;     /* function, note, event; may hold '*'; NULL: `offset` is an address */
	uint64_t offset; /* bytes from the function's start */
	uint64_t period; /* PLAN_INTERVAL: ns */
	char *program;  /* name of the BPF program (function) to attach */
};

struct plan_attach {
	char *text;  /* the probe as written */
	char *place; /* "leak.mt:3:1" */
	struct plan_point point;
	bool has_begin;
	struct plan_point begin; /* attached before `point` */
	bool is_optional;        /* may be missing */
	bool says_missing;       /* and is warned of then */
	bool is_alternative;     /* only tried through another's `alternative` */
	uint32_t alternative;    /* index of what to try when this is not there, or PLAN_NONE */
	uint32_t group; /* in one group, an address is attached to once (memalign is aligned_alloc) */
};

/*
 * Tracepoint fields, by name: the loader reads the running kernel's format and patches.
 *
 * PLAN_PATCH_LOAD: three instructions from `instruction` on:
 *     rX = *(u64 *)(rY + offset)    size and offset are set
 *     rX <<= 64 - bits              immediate set (0 when the load is signed right already)
 *     rX s>>= 64 - bits             immediate set; s>> or >> by the field's signedness
 * PLAN_PATCH_ADDRESS: one instruction, rX += imm: the immediate becomes the field's offset.
 */
enum plan_patch_kind { PLAN_PATCH_LOAD, PLAN_PATCH_ADDRESS };

struct plan_patch {
	enum plan_patch_kind kind;
	char *program;
	char *function; /* that the code is in: the program itself, or one that it calls */
	uint32_t instruction; /* index within the function */
	char *category, *event, *field; /* of a typed kind (PROBE_TYPED) its name, the function or
					   raw tracepoint, the argument */
	bool is_data_loc; /* the field must be (or must not be) a __data_loc */
};

/* ---- constants: numbers that the loader finds out and puts into the object ---- */

enum plan_constant_kind {
	PLAN_KADDR,      /* address of the kernel's symbol `name` */
	PLAN_UADDR,      /* address of the function `name` in the file `target` */
	PLAN_CGROUP,     /* ID of the control group whose directory is `name` */
	PLAN_MEMINFO,    /* the line `name` of /proc/meminfo, from 0 */
	PLAN_TAI_OFFSET, /* ns from CLOCK_BOOTTIME to CLOCK_TAI */
	PLAN_DAY_OFFSET, /* ns from CLOCK_BOOTTIME to CLOCK_REALTIME */
};

struct plan_constant {
	enum plan_constant_kind kind;
	char *place;    /* "leak.mt:3:1" */
	char *variable; /* of the object, u64 */
	char *target, *name; /* or NULL */
};

/* ---- the whole ---- */

/* With and without -p or -c a script may be made of other probes. */
enum plan_target { PLAN_ANY_TARGET, PLAN_FOR_TARGET, PLAN_FOR_ALL };

struct plan {
	char *name; /* of the script, for messages */

	uint8_t *object; /* BPF ELF object */
	size_t object_size;

	uint32_t ring_pages;   /* of ABI_MAP_EVENTS: a power of two */
	bool leaves_maps_out;  /* of what is printed at the end */
	uint32_t max_cost;	  /* percent of a CPU, above which it is told; 0: none */
	uint32_t sample_interval; /* of the sampler that a command loads: bytes; 0: none */

	struct plan_map *maps;
	uint32_t map_count;
	struct plan_event *events;
	uint32_t event_count;
	struct plan_attach *attaches;
	uint32_t attach_count;
	struct plan_patch *patches;
	uint32_t patch_count;
	struct plan_constant *constants;
	uint32_t constant_count;
	bool is_unsafe; /* it changes what it watches: run with --unsafe only */
	enum plan_target target; /* what it is to be run with */
};

#define PLAN_MAGIC "memtap plan\n"
#define PLAN_VERSION 14

/*
 * All return 0 or a negative errno; plan_read() also -ENOEXEC (no plan), -EPROTO (of another
 * version), -EBADMSG (damaged): a file has a checksum, and every length and index in it is checked.
 */
int plan_write(const struct plan *plan, FILE *out);
int plan_read(struct plan **plan, FILE *in);
bool plan_is_plan(FILE *in); /* looks at the first bytes; the position is put back */

void plan_free(struct plan *plan);

/* As text, for -d plan and golden files. */
void plan_dump(const struct plan *plan, FILE *out);

#endif
