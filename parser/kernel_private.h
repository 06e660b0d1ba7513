/*
 * What the two halves of parser/kernel.h share: kernel.c reads tracefs, kernel_btf.c the BTF.
 */
#ifndef MEMTAP_KERNEL_PRIVATE_H
#define MEMTAP_KERNEL_PRIVATE_H

#include "lexer/arena.h"
#include "parser/kernel.h"

/*
 * How deep types are followed: pointers, arrays and qualifiers of a member, or structs in each
 * other. The kernel's own stay below ten; damaged BTF may go in circles.
 */
#define TYPES_DEPTH_MAX 32
/* Members looked at in one search, for damaged BTF whose structs multiply. */
#define TYPES_MEMBERS_MAX 100000

struct kernel {
	struct arena *arena;
	struct types *types;
	const char *root;

	/* Each is looked for once, when it is first needed, and NULL when it is not there. */
	struct vmlinux *vmlinux;
	bool btf_sought;
	/* A program that declares types: those, in BTF that goes on where the kernel's ends. */
	struct btf *own, *base;
	uint32_t own_begin;	  /* id of the first of them; 0: there are none */
	struct lookup *lookups;	  /* of names in the BTF */
	struct known_enum *enums; /* that were converted */
	const char *tracefs;	  /* a directory that can be read */
	bool tracefs_sought;

	struct event *events; /* that were asked for */
	bool is_listed;	      /* one of the lists of tracefs was read */
};

/* 0 when there is none; `kind` is one of BTF's. */
uint32_t kernel_find_id(struct kernel *kernel, const char *name, uint32_t kind);
/* From here on types can be added to kernel->own: it is never NULL. */
void kernel_add_own_types(struct kernel *kernel);

struct names {
	struct arena *arena;
	ARRAY(const char *) list;
};

/* Adds a copy. */
static inline void names_add(struct names *names, const char *name)
{
	array_push(names->arena, &names->list, arena_strdup(names->arena, name));
}

/* Once each, in order. */
void names_sort(struct names *names);

#endif
