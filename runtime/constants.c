#include "runtime/constants.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "codegen/object.h"
#include "runtime/binary.h"
#include "runtime/cgroup.h"
#include "runtime/library.h"
#include "runtime/meminfo.h"
#include "runtime/run.h"
#include "runtime/symbols_kernel.h"

struct constants {
	struct machine *machine;
	struct kernel_symbols *symbols; /* NULL: not read yet */
	struct reason reason;
};

static bool find_kernel_address(struct constants *constants, const char *name, uint64_t *address)
{
	if (!constants->symbols)
		constants->symbols = kernel_symbols_new();
	return kernel_symbols_find_address(constants->symbols, name, address) ||
	       reason_set(&constants->reason, "kaddr(): the kernel has no symbol '%s'", name);
}

static bool find_user_address(struct constants *constants, const struct plan_constant *constant,
			      uint64_t *address)
{
	struct machine *machine = constants->machine;
	const char *path = library_find(machine, constant->target, &constants->reason);
	struct binary *binary = path ? machine_binary(machine, path, &constants->reason) : NULL;
	struct binary_function function;

	if (!binary || !binary_find_function(binary, constant->name, &function, &constants->reason))
		return false;
	*address = function.address;
	return true;
}

static uint64_t nanoseconds(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (uint64_t)time.tv_sec * UINT64_C(1000000000) + (uint64_t)time.tv_nsec;
}

/* False with the reason. */
static bool find(struct constants *constants, const struct plan_constant *constant, uint64_t *value)
{
	switch (constant->kind) {
	case PLAN_KADDR:
		return find_kernel_address(constants, constant->name, value);
	case PLAN_UADDR:
		return find_user_address(constants, constant, value);
	case PLAN_CGROUP:
		return cgroup_find_id(constant->name, value) ||
		       reason_set(&constants->reason, "cgroupid(): %s: %s", constant->name,
				  strerror(errno));
	case PLAN_MEMINFO:
		return meminfo_find(constant->name, value) ||
		       reason_set(&constants->reason, "meminfo(): /proc/meminfo has no '%s'",
				  constant->name);
	case PLAN_TAI_OFFSET:
		*value = nanoseconds(CLOCK_TAI) - nanoseconds(CLOCK_BOOTTIME);
		return true;
	case PLAN_DAY_OFFSET:
		*value = nanoseconds(CLOCK_REALTIME) - nanoseconds(CLOCK_BOOTTIME);
		return true;
	}
	return false;
}

static int set(struct constants *constants, const struct plan *plan,
	       const struct plan_constant *constant, uint8_t *image)
{
	struct object_symbol symbol;
	uint64_t value = 0;

	if (!find(constants, constant, &value)) {
		complain("%s: %s", constant->place, constants->reason.text);
		return STATUS_ENVIRONMENT;
	}
	if (!object_find(image, plan->object_size, constant->variable, &symbol)) /* not used */
		return STATUS_DONE;
	if (!symbol.bytes || symbol.size != sizeof(value)) {
		complain("bug: variable %s of the object is not as agreed", constant->variable);
		return STATUS_BUG;
	}
	memcpy(symbol.bytes, &value, sizeof(value));
	return STATUS_DONE;
}

int constants_set(struct machine *machine, const struct plan *plan, uint8_t *image)
{
	struct constants constants = {.machine = machine};
	int status = STATUS_DONE;

	for (uint32_t i = 0; i < plan->constant_count && !status; i++)
		status = set(&constants, plan, &plan->constants[i], image);
	kernel_symbols_free(constants.symbols);
	return status;
}
