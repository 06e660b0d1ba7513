/*
 * The kinds of probes by their spellings: kprobe or k, BEGIN or begin.
 */
#ifndef MEMTAP_POINT_KIND_H
#define MEMTAP_POINT_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/ast.h"

bool point_kind_find(const char *spelling, enum point_kind *kind);
const char *point_kind_name(enum point_kind kind); /* "kprobe"; "named" for POINT_NAMED */

/* "Did you mean": the kind's name nearest to what was written, or NULL. */
const char *point_kind_nearest(const char *spelling);

#endif
