/*
 * What BPF programs and user space agree on: names of maps and variables in the object, layouts
 * of map values and of event records. Included by codegen, by the BPF-side helpers (stdlib/ NAME.bpf.c)
 * and by the runtime; plain C, integers of fixed size, native byte order.
 */
#ifndef MEMTAP_ABI_H
#define MEMTAP_ABI_H

#ifdef __bpf__
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;
typedef long long int64_t;
#define UINT64_C(n) n##ull
#else
#include <stdint.h>
#endif

/* ---- maps that codegen adds when a program needs them ---- */

#define ABI_MAP_EVENTS  "mt_events"  /* RINGBUF of struct abi_event; its size is the loader's */
#define ABI_MAP_LOSS    "mt_loss"    /* PERCPU_ARRAY [enum abi_loss] -> u64 */
#define ABI_MAP_STACKS  "mt_stacks"  /* HASH u64 id -> struct abi_stack */
#define ABI_MAP_SCRATCH "mt_scratch" /* ARRAY, ABI_SCRATCH_SLOTS a CPU; max_entries is the loader's */
#define ABI_MAP_ENTRIES "mt_entries" /* TASK_STORAGE: what pairs keep from their beginnings */

#define ABI_MAP_GONE    "mt_gone"    /* HASH u32 pid -> u64 CLOCK_BOOTTIME when it was gone */

#define ABI_MAP_FOLLOWED "mt_followed" /* HASH u32 pid -> u64, see stdlib/follow.bpf.c */

#define ABI_SCRATCH_SLOTS 4
#define ABI_SCRATCH_BUSY  8 /* bytes of the word before them that says a slot is in use */
#define ABI_GONE_MAX      4096 /* processes that are gone, at once */
#define ABI_FOLLOWED_MAX  16384 /* processes that live or have not been waited for, at once */

/* ---- variables ---- */

#define ABI_VAR_TARGET_PID "mt_target_pid" /* .rodata u32: only this process; 0: every one */
#define ABI_TARGET_FOLLOWED 0x7fffffff /* its value for those in ABI_MAP_FOLLOWED: no pid */
#define ABI_VAR_OWN_PID    "mt_own_pid"    /* .rodata u32: memtap; one that none has: not known */
#define ABI_VAR_NCPUS      "mt_ncpus"      /* .rodata u32: possible CPUs */
#define ABI_VAR_STACK_SEED "mt_stack_seed" /* .rodata u64: random, for stack ids */
#define ABI_VAR_STATE      "mt_state"      /* .bss struct abi_state */

#define ABI_MAPS_MAX 256 /* of a script: CHECK_MAPS_MAX of the checker */

enum abi_change { ABI_CHANGE_ZERO = 1, ABI_CHANGE_CLEAR = 2 }; /* bits; the second does more */

struct abi_state {
	uint32_t enabled;   /* attached programs return at once while it is 0, so that all probes
			       begin and end together; BEGIN, END and interval do not ask */
	uint32_t exiting;   /* exit() was called: seen even when its event was lost */
	uint32_t exit_code;
	uint32_t has_changes;
	uint64_t start_ns;  /* CLOCK_BOOTTIME when tracing began, for elapsed */
	uint32_t changes[ABI_MAPS_MAX]; /* enum abi_change: those that the ring buffer had no room for */
};

/* ---- losses: each is counted, and printed at the end of a report when it is not 0 ---- */

enum abi_loss {
#define LOSS(id, singular, plural, advice, meaning) ABI_LOSS_##id,
#include "codegen/loss.def"
#undef LOSS
	ABI_LOSS_COUNT
};

/* ---- stacks ---- */

#define ABI_STACK_MAX 127 /* frames: the kernel's own limit, sysctl kernel.perf_event_max_stack */

enum abi_stack_word {
	ABI_WORD_NONE,   /* `word` says nothing */
	ABI_WORD_MAYBE,  /* the word at the stack pointer: a return address if no frame is set up */
	ABI_WORD_CALLER, /* taken at a function's first instruction: the return address */
	ABI_WORD_RETURNED, /* the same as NONE, and the innermost frame is a return address, too */
};

struct abi_stack {
	uint32_t count;     /* of `frames`; innermost first */
	uint32_t word_kind; /* enum abi_stack_word; ABI_WORD_NONE for kernel stacks */
	uint64_t word;      /* user stacks: *(sp), which the frame-pointer walk leaves out */
	uint64_t frames[ABI_STACK_MAX];
};

/* Scratch memory for capturing a user stack. */
#define ABI_WALK_MOST 8 /* bits below the number of frames, see mt_ustack_store() */

struct abi_walk {
	struct abi_stack stack;
	uint64_t frame, instance, trampoline, sp;
};

/* A stack as a key or value. Equal stacks of one process have equal references. */
struct abi_stack_ref {
	uint64_t id;   /* key of ABI_MAP_STACKS; 0: no stack */
	uint32_t tgid; /* user stacks: whose addresses these are; 0 for kernel stacks */
	uint32_t why;  /* with id 0: enum abi_no_stack */
};

enum abi_no_stack {
	ABI_STACK_EMPTY = 1, /* there is none: a kernel thread has no user stack */
	ABI_STACK_FAILED,    /* the kernel could not walk it */
	ABI_STACK_DROPPED,   /* the map of stacks is full */
};

struct abi_usym {
	uint64_t address;
	uint32_t tgid;
	uint32_t reserved;
};

#define ABI_LOOP_ROUNDS 4194304 /* of all loops, each time that a program runs */

struct abi_buffer {
	uint64_t length; /* of what follows, zero behind it */
	uint8_t bytes[];
};

struct abi_inet { /* an address of the Internet */
	uint64_t is_v6;
	uint8_t bytes[16]; /* 4 of them of IPv4 */
};

#define ABI_STRING_MAX 1024 /* bytes of a string in a program, NUL included */
#define ABI_VALUE_MAX  4096 /* bytes of any value: a tuple of strings */

/* How a string is read. */
#define ABI_STRING_OF_USER    1 /* from user space */
#define ABI_STRING_COUNTS_CUT 2 /* what there is no room for is a loss */

/* Scratch memory for finding a string in another. */
struct abi_search {
	uint64_t at, matched, is_found;
	uint8_t text[ABI_STRING_MAX], part[ABI_STRING_MAX];
};

/* Scratch memory for putting a path together, from its end on: it is at `begin` then. */
#define ABI_NAME_MAX 256 /* of a file, NUL included */

struct abi_path {
	uint64_t dentry, mount; /* where the walk is; dentry is 0 once it is at the root */
	uint64_t least;		/* where the text may begin */
	uint64_t begin;
	uint8_t text[ABI_STRING_MAX + ABI_NAME_MAX];
};

#define ABI_JOIN_MOST 16 /* strings of join(), ABI_STRING_MAX bytes each; the first empty one ends */

/* ---- values of aggregations ---- */

/* COUNT, SUM: u64 a CPU. HIST: u64 a bucket and CPU. */

/*
 * COUNT by pid and the like, which the next event on a CPU most often has, too: how often each CPU has
 * counted the key that it counted last. It is added to the map when another key comes. The map has
 * all keys, and a count is what the map has, and what is pending.
 */
enum abi_pending { /* elements of a PERCPU_ARRAY of u64 */
	ABI_PENDING_COUNT, /* key << 32 | count; count 0: nothing is pending */
	ABI_PENDING_MOVES, /* programs that may be moving a count right now */
	ABI_PENDING_STAYS, /* not 0: user space reads, no count is moved */
	ABI_PENDING_ELEMENTS
};

#define ABI_PENDING_SHIFT 32
#define ABI_PENDING_MOST  UINT64_C(0xffffffff) /* of a count, and of a key */

/* MIN, MAX, a CPU: the greatest of `n ^ mask`, so that the zero of a new value is below all. */
struct abi_extreme {
	uint64_t masked;
	uint64_t is_set;
};

#define ABI_EXTREME_MASK(is_max, is_signed)                                                        \
	(((is_max) ? UINT64_C(0) : ~UINT64_C(0)) ^ ((is_signed) ? UINT64_C(1) << 63 : UINT64_C(0)))

struct abi_average { /* AVG, STATS, a CPU */
	uint64_t count;
	uint64_t total;
};

/*
 * A histogram by powers of two, each of them split into 2^bits: bucket 0 holds negative numbers, 1 + n
 * the number n below 2^bits, and 1 + (s + 1) * 2^bits + m those whose upper bits are 2^bits + m, above
 * s others. Or a linear one, from low to high: bucket 0 holds what is below, the last what is not.
 */
#define ABI_HIST_BITS_MAX      5
#define ABI_HIST_COUNT(bits)   (1 + (65 - (bits)) * (1 << (bits)))
#define ABI_HIST_BUCKETS       66 /* of 0 bits */
#define ABI_HIST_BUCKETS_MAX   1921
#define ABI_LINEAR_BUCKETS_MAX 1002

/* TSERIES: what is made of the numbers of an interval. */
enum abi_series { ABI_SERIES_LAST, ABI_SERIES_AVG, ABI_SERIES_MAX, ABI_SERIES_MIN, ABI_SERIES_SUM };

/*
 * TSERIES: a ring of them. The interval that is the n-th since 1970 is at n % count; an older one
 * that is there gives way to it.
 */
struct abi_interval {
	uint64_t epoch; /* n + 1; 0: none was here yet; ABI_INTERVAL_BUSY: one gives way just now */
	uint64_t count; /* of numbers; MIN, MAX: 1; LAST: when the last was, ns; 0: there is none */
	uint64_t value; /* LAST, SUM; AVG: the sum; MIN, MAX: masked, as in struct abi_extreme */
};

#define ABI_INTERVAL_BUSY (~UINT64_C(0))
#define ABI_INTERVALS_MAX 600

struct abi_total { /* HOLD: what is held under a key; one value, changed with atomics */
	uint64_t bytes;
	uint64_t count;
};

/*
 * A held object; followed by the key that it is held under, padded to 8, of a sample its own size, and
 * its name, if abi_object_has_name().
 */
struct abi_object {
	uint64_t generation; /* no two objects have the same; ABI_OBJECT_TAKEN, ABI_OBJECT_RELEASED */
	uint64_t size;
	uint64_t time_ns; /* CLOCK_BOOTTIME */
};

#define ABI_OBJECT_TAKEN    0			/* one is removing it or filling it in just now */
#define ABI_OBJECT_RELEASED (UINT64_C(1) << 63) /* a bit: it is held no more, and may be again */

static inline int abi_object_is_held(uint64_t generation)
{
	return generation != ABI_OBJECT_TAKEN && !(generation & ABI_OBJECT_RELEASED);
}

#define ABI_OBJECT_NAME_MOST 64 /* bytes */

static inline int abi_object_has_name(uint32_t name_size)
{
	return name_size % 8 == 0 && name_size <= ABI_OBJECT_NAME_MOST;
}

/*
 * Where released objects stay, if they have their names: an array of so many of these, by a hash of
 * the name, each with the name behind it. The map of objects has room for as many more than may be
 * held.
 */
#ifndef ABI_RELEASED_MOST /* tests/race has fewer */
#define ABI_RELEASED_MOST 4096 /* a power of two */
#endif

struct abi_released {
	uint32_t is_busy; /* somebody has it just now */
	uint32_t others;  /* that came by since the last object of this name did */
	uint64_t name[];
};

/* ---- what pairs keep from their beginnings: struct abi_entries in ABI_MAP_ENTRIES ---- */

/*
 * How many beginnings one task can have open: a power of two, as many as fit into ABI_ENTRIES_SIZE
 * with what is kept for each. Linux 7.0 has no more than 8 KiB for a task's storage.
 */
#define ABI_ENTRIES_MOST 64
#define ABI_ENTRIES_SIZE 4000
#define ABI_VAR_ENTRIES  "mt_entries_count" /* .rodata u64, set by codegen, as the next one */
#define ABI_VAR_ENTRY	 "mt_entry_size"    /* of an entry with its values, in bytes */

/* Where registers are in the struct pt_regs of x86-64: arch/x86/include/asm/ptrace.h */
#define ABI_REGS_AX 80
#define ABI_REGS_IP 128
#define ABI_REGS_CS 136
#define ABI_REGS_SP 152

/* Which pair begins or ends: struct abi_entry's pair, its family from bit 32 on, and */
#define ABI_ENTRY_OF_ALL    (1ull << 63) /* memtap itself is not left out */
#define ABI_ENTRY_PAIR_BITS 12 /* of the pair; its other bits are the probe's attach id, if there are many */

struct abi_entry {
	uint64_t sp;       /* at function entry; 0: a pair without stack pointers */
	uint64_t function; /* its address, as this probe sees it; 0 as sp */
	uint64_t time_ns;  /* CLOCK_BOOTTIME, where elapsed_ns() is used */
	uint32_t pair;     /* from 1; 0: this slot is free */
	uint16_t family;   /* 0: none */
	uint16_t skip;     /* nested in its family, or its predicate is false already */
};

struct abi_entries {
	uint64_t depth;
	uint64_t entries[]; /* each a struct abi_entry, and what codegen keeps for it */
};

/* ---- events ---- */

struct abi_event {
	uint32_t event; /* index into the plan's events */
	uint32_t size;  /* of the payload that follows, as the plan's event describes it */
};

#endif
