/*
 * Is a plan one that the runtime can work with?
 *
 * The runtime trusts what is promised here: strings that a kind of point, map or event needs are
 * there, indices point at something, values lie within the tuple that they are elements of, and
 * have the size of their kind; and a plan that does what only --unsafe allows says so. Codegen makes
 * no other plans; a file may hold anything.
 */
#ifndef MEMTAP_PLAN_CHECK_H
#define MEMTAP_PLAN_CHECK_H

#include <stdbool.h>

struct plan;

#define PLAN_DEPTH_MAX 256 /* tuples in tuples: more than the parser lets anyone write */

bool plan_is_sound(const struct plan *plan);

#endif
