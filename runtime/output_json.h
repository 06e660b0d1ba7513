/*
 * Values of maps as -f json and --report have them.
 */
#ifndef MEMTAP_OUTPUT_JSON_H
#define MEMTAP_OUTPUT_JSON_H

#include <stdint.h>

#include "codegen/abi.h"
#include "codegen/plan.h"

struct json_object;

/* [{"min":4,"max":7,"count":1}]: from the first bucket that is not empty to the last. */
struct json_object *json_hist(const uint64_t *buckets, const struct plan_buckets *shape,
			      uint64_t divisor);
/* [{"interval_start":"2026-11-25 22:31:29.000000000","value":6}]: those that have a number. */
struct json_object *json_series(const struct plan_map *map, const struct abi_interval *intervals,
				uint64_t divisor);

#endif
