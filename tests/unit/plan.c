#include "codegen/plan.h"

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "codegen/abi.h"
#include "codegen/plan_check.h"
#include "lexer/arena.h"
#include "tests/unit/unit.h"

/* ---- a plan with everything in it ---- */

#define UINT32_AT(at)                                       \
	{                                                   \
		.kind = PLAN_INT, .size = 4, .offset = (at) \
	}
#define UINT64_AT(at)                                       \
	{                                                   \
		.kind = PLAN_INT, .size = 8, .offset = (at) \
	}
#define TUPLE(bytes, array)                                                            \
	{                                                                              \
		.kind = PLAN_TUPLE, .size = (bytes),                                   \
		.element_count = sizeof(array) / sizeof(*(array)), .elements = (array) \
	}

static struct plan_type stack_and_comm[] = {
	{.kind = PLAN_USTACK, .size = 16},
	{.kind = PLAN_STRING, .size = 16, .offset = 16},
};
static struct plan_type inner[] = {{.kind = PLAN_KSYM, .size = 8},
				   {.kind = PLAN_FUNC, .size = 8, .offset = 8}};
static struct plan_type outer[] = {
	TUPLE(16, inner),
	{.kind = PLAN_USYM, .size = 16, .offset = 16},
	{.kind = PLAN_BOOL, .size = 1, .offset = 32},
	{.kind = PLAN_POINTER, .size = 8, .offset = 40},
	{.kind = PLAN_KSTACK, .size = 16, .offset = 48},
	{.kind = PLAN_PROBE, .size = 8, .offset = 64},
};
static struct plan_type pid_and_pointer[] = {UINT32_AT(0), UINT64_AT(8)};
static struct plan_type one[] = {{.kind = PLAN_INT, .size = 8, .is_signed = true}};
static struct plan_type three[] = {UINT64_AT(0), UINT64_AT(8), UINT64_AT(16)};

static struct plan_map maps[] = {
	{.name = "@heap",
	 .bpf_name = "heap",
	 .aggregate = PLAN_HOLD,
	 .key_is_list = true,
	 .key = TUPLE(32, stack_and_comm),
	 .objects = "heap_objects",
	 .object_name = TUPLE(16, pid_and_pointer),
	 .lacks_totals = true,
	 .released_most = 4096,
	 .has_owner = true,
	 .forget = "heap_forget"},
	{.name = "@",
	 .bpf_name = "at",
	 .aggregate = PLAN_SUM,
	 .is_signed = true,
	 .is_per_cpu = true,
	 .is_scalar = true},
	{.name = "@last",
	 .bpf_name = "last",
	 .key = {.kind = PLAN_STRING, .size = 8},
	 .value = TUPLE(72, outer)},
	{.name = "@time",
	 .bpf_name = "time",
	 .aggregate = PLAN_TSERIES,
	 .is_scalar = true,
	 .series = {.function = ABI_SERIES_SUM, .count = 4, .interval = 1000000000}},
};

static struct plan_event events[] = {
	{.kind = PLAN_PRINTF, .format = "\"%d\"\\\n\t", .map = PLAN_NONE, .payload = TUPLE(8, one)},
	{.kind = PLAN_PRINT_MAP, .map = 0, .payload = TUPLE(24, three)},
	{.kind = PLAN_EXIT, .map = PLAN_NONE, .payload = TUPLE(8, one), .sender = PLAN_INTERVAL},
	{.kind = PLAN_CLEAR_MAP, .map = 2, .payload = {.kind = PLAN_TUPLE}},
};

static struct plan_attach attaches[] = {
	{.text = "BEGIN",
	 .place = "x.mt:1:1",
	 .point = {.kind = PLAN_BEGIN, .program = "begin"},
	 .alternative = PLAN_NONE},
	{.text = "uretprobe:libc:malloc",
	 .place = "x.mt:2:1",
	 .point = {.kind = PLAN_URETPROBE,
		   .target = "libc",
		   .name = "malloc",
		   .program = "malloc_return"},
	 .has_begin = true,
	 .begin = {.kind = PLAN_UPROBE,
		   .target = "libc",
		   .name = "malloc",
		   .offset = 4,
		   .program = "malloc_entry"},
	 .alternative = 2,
	 .group = 7},
	{.text = "usdt:libc:*:memory_*",
	 .place = "x.mt:2:30",
	 .point = {.kind = PLAN_USDT,
		   .target = "libc",
		   .provider = "*",
		   .name = "memory_*",
		   .program = "note"},
	 .is_optional = true,
	 .is_alternative = true,
	 .alternative = PLAN_NONE,
	 .group = 7},
	{.text = "interval:s:1",
	 .place = "x.mt:3:1",
	 .point = {.kind = PLAN_INTERVAL, .period = 1000000000, .program = "second"},
	 .alternative = PLAN_NONE},
	{.text = "uprobe:/bin/x:0x1234",
	 .place = "x.mt:4:1",
	 .point = {.kind = PLAN_UPROBE, .target = "/bin/x", .offset = 0x1234, .program = "x"},
	 .alternative = PLAN_NONE},
};

static struct plan_patch patches[] = {
	{.kind = PLAN_PATCH_LOAD,
	 .program = "note",
	 .function = "note",
	 .instruction = 12,
	 .category = "kmem",
	 .event = "kmalloc",
	 .field = "bytes_alloc"},
	{.kind = PLAN_PATCH_ADDRESS,
	 .program = "note",
	 .function = "note",
	 .instruction = 40,
	 .category = "oom",
	 .event = "mark_victim",
	 .field = "comm",
	 .is_data_loc = true},
};

static const struct plan example = {
	.name = "x.mt",
	.ring_pages = 1024,
	.max_cost = 25,
	.sample_interval = 4096,
	.object = (uint8_t *)"\177ELF and the rest",
	.object_size = sizeof("\177ELF and the rest"),
	.maps = maps,
	.map_count = 4,
	.events = events,
	.event_count = 4,
	.attaches = attaches,
	.attach_count = 5,
	.patches = patches,
	.patch_count = 2,
};

static const char example_text[] =
	"plan \"x.mt\", told above 25% of a CPU, sampler of 4096 bytes\n"
	"map @heap[(0: ustack, 16: string[16])] = hold, key is a list, in heap\n"
	"  objects (0: uint32, 8: uint64) in heap_objects, without totals, 4096 released stay; "
	"owner at 0, let go by heap_forget\n"
	"map @ = sum, signed, per CPU, in at\n"
	"map @last[string[8]] = (0: (0: ksym, 8: func), 16: usym, 32: bool, 40: pointer, "
	"48: kstack, 64: probe), in last\n"
	"map @time = tseries, in time\n"
	"event 0 printf \"\\\"%d\\\"\\\\\\n\\x09\" (0: int64)\n"
	"event 1 print map @heap (0: uint64, 8: uint64, 16: uint64)\n"
	"event 2 exit (0: int64)\n"
	"event 3 clear @last ()\n"
	"probe 0 at x.mt:1:1 \"BEGIN\", group 0\n"
	"  point BEGIN runs begin\n"
	"probe 1 at x.mt:2:1 \"uretprobe:libc:malloc\", group 7, or else probe 2\n"
	"  begin uprobe libc:malloc+0x4 runs malloc_entry\n"
	"  point uretprobe libc:malloc runs malloc_return\n"
	"probe 2 at x.mt:2:30 \"usdt:libc:*:memory_*\", group 7, optional, alternative\n"
	"  point usdt libc:*:memory_* runs note\n"
	"probe 3 at x.mt:3:1 \"interval:s:1\", group 0\n"
	"  point interval every 1000000000 ns runs second\n"
	"probe 4 at x.mt:4:1 \"uprobe:/bin/x:0x1234\", group 0\n"
	"  point uprobe /bin/x:0x1234 runs x\n"
	"patch note+12 load kmem:kmalloc.bytes_alloc\n"
	"patch note+40 address oom:mark_victim.comm, a data location\n";

/* ---- to bytes and back ---- */

struct bytes {
	char *bytes;
	size_t size;
};

static int write_plan(const struct plan *plan, struct bytes *file)
{
	FILE *out = open_memstream(&file->bytes, &file->size);
	int error = plan_write(plan, out);

	fclose(out);
	return error;
}

static int read_plan(struct plan **plan, const void *bytes, size_t size)
{
	FILE *in = fmemopen((void *)bytes, size, "r");
	int error = plan_read(plan, in);

	fclose(in);
	return error;
}

/* Makes the checksum right, so that what is behind it is looked at. */
static void seal(struct bytes *file)
{
	size_t size = file->size - sizeof(uint32_t);
	uint32_t checksum = crc32_z(0, (const uint8_t *)file->bytes, size);

	for (size_t i = 0; i < sizeof(checksum); i++)
		file->bytes[size + i] = (char)(checksum >> 8 * i);
}

/* What a fuzzer would ask: an error, or a plan that can be shown and is written as it was read. */
static bool is_handled(const struct bytes *file)
{
	struct bytes text = {0}, again = {0};
	struct plan *plan;
	bool is_same;
	FILE *out;

	if (read_plan(&plan, file->bytes, file->size) < 0)
		return true;
	out = open_memstream(&text.bytes, &text.size);
	plan_dump(plan, out);
	fclose(out);
	is_same = write_plan(plan, &again) == 0 && again.size == file->size &&
		  memcmp(again.bytes, file->bytes, file->size) == 0;
	plan_free(plan);
	free(text.bytes);
	free(again.bytes);
	return is_same;
}

/* ---- tests ---- */

static void round_trip(void)
{
	struct bytes file = {0}, text = {0};
	struct plan *plan;
	FILE *out;

	CHECK_INT(write_plan(&example, &file), 0);
	CHECK_INT(read_plan(&plan, file.bytes, file.size), 0);
	out = open_memstream(&text.bytes, &text.size);
	plan_dump(plan, out);
	fclose(out);
	CHECK(unit_same(text.bytes, example_text));
	CHECK_INT(plan->object_size, example.object_size);
	CHECK(memcmp(plan->object, example.object, example.object_size) == 0);
	CHECK(is_handled(&file));
	plan_free(plan);
	free(text.bytes);
	free(file.bytes);
}

static void every_truncation_is_an_error(void)
{
	struct bytes file = {0};
	struct plan *plan;

	CHECK_INT(write_plan(&example, &file), 0);
	for (size_t size = 1; size < file.size; size++)
		CHECK_INT(read_plan(&plan, file.bytes, size),
			  size < strlen(PLAN_MAGIC) ? -ENOEXEC : -EBADMSG);
	for (size_t size = file.size - 1; size > strlen(PLAN_MAGIC) + 2 * sizeof(uint32_t);
	     size--) {
		struct bytes cut = {file.bytes, size};

		seal(&cut);
		CHECK_INT(read_plan(&plan, cut.bytes, cut.size), -EBADMSG);
	}
	free(file.bytes);
}

static const uint8_t flips[] = {1, 2, 4, 8, 16, 32, 64, 128, 255};

/* Also where it would still be a plan, only another one. */
static void every_damaged_byte_is_an_error(void)
{
	struct bytes file = {0};
	struct plan *plan;

	CHECK_INT(write_plan(&example, &file), 0);
	for (size_t at = 0; at < file.size; at++) {
		for (size_t i = 0; i < sizeof(flips); i++) {
			file.bytes[at] ^= flips[i];
			CHECK(read_plan(&plan, file.bytes, file.size) < 0);
			file.bytes[at] ^= flips[i];
		}
	}
	free(file.bytes);
}

static void every_changed_byte_is_handled(void)
{
	struct bytes file = {0};

	CHECK_INT(write_plan(&example, &file), 0);
	for (size_t at = 0; at < file.size - sizeof(uint32_t); at++) {
		for (size_t i = 0; i < sizeof(flips); i++) {
			file.bytes[at] ^= flips[i];
			seal(&file);
			CHECK(is_handled(&file));
			file.bytes[at] ^= flips[i];
		}
	}
	free(file.bytes);
}

static void other_files_are_told_apart(void)
{
	struct bytes file = {0};
	struct plan *plan;

	CHECK_INT(read_plan(&plan, "BEGIN { }\n", 10), -ENOEXEC);
	CHECK_INT(write_plan(&example, &file), 0);
	file.bytes[strlen(PLAN_MAGIC)]++;
	CHECK_INT(read_plan(&plan, file.bytes, file.size), -EPROTO);
	file.bytes[strlen(PLAN_MAGIC)]--;
	file.bytes = heap_realloc(file.bytes, file.size + 1);
	file.bytes[file.size++] = 0;
	seal(&file);
	CHECK_INT(read_plan(&plan, file.bytes, file.size), -EBADMSG);
	free(file.bytes);
}

static void plans_are_recognised_and_left_unread(void)
{
	FILE *file = tmpfile();
	struct plan *plan;

	CHECK_INT(plan_write(&example, file), 0);
	rewind(file);
	CHECK(plan_is_plan(file));
	CHECK_INT(plan_read(&plan, file), 0);
	plan_free(plan);
	CHECK(!plan_is_plan(file));
	fclose(file);

	file = fmemopen("mem", 3, "r");
	CHECK(!plan_is_plan(file));
	CHECK_INT(fgetc(file), 'm');
	fclose(file);
}

static void what_a_pipe_gives_is_not_consumed(void)
{
	int ends[2];
	FILE *in;

	CHECK_INT(pipe(ends), 0);
	CHECK_INT(write(ends[1], PLAN_MAGIC, strlen(PLAN_MAGIC)), strlen(PLAN_MAGIC));
	close(ends[1]);
	in = fdopen(ends[0], "r");
	CHECK(!plan_is_plan(in));
	CHECK_INT(fgetc(in), PLAN_MAGIC[0]);
	fclose(in);
}

static void full_disk_is_an_error(void)
{
	FILE *full = fopen("/dev/full", "w");

	CHECK_INT(plan_write(&example, full), -ENOSPC);
	fclose(full);
}

/* `depth` tuples, each in the one before. */
static struct plan_type *nest(uint32_t depth)
{
	struct plan_type *types = heap_alloc(depth * sizeof(*types));

	for (uint32_t i = 0; i < depth; i++) {
		types[i].kind = PLAN_TUPLE;
		types[i].element_count = i + 1 < depth;
		types[i].elements = &types[i + 1];
	}
	return types;
}

static int write_nested(uint32_t depth, struct bytes *file)
{
	struct plan_type *types = nest(depth);
	struct plan_event event = {
		.kind = PLAN_TIME, .format = "", .map = PLAN_NONE, .payload = types[0]};
	struct plan plan = {.name = "deep",
			    .object = (uint8_t *)"",
			    .object_size = 1,
			    .events = &event,
			    .event_count = 1};
	int error = write_plan(&plan, file);

	free(types);
	return error;
}

/* Where two files begin to differ. */
static size_t common_bytes(const struct bytes *a, const struct bytes *b)
{
	size_t at = 0;

	while (at < a->size && at < b->size && a->bytes[at] == b->bytes[at])
		at++;
	return at;
}

static void nesting_is_limited(void)
{
	enum { DEEPER = 100000, COUNT_SIZE = sizeof(uint32_t) };
	struct bytes file = {0}, one_deep = {0}, two_deep = {0}, deep = {0};
	size_t count_at, type_size;
	struct plan *plan;

	CHECK_INT(write_nested(PLAN_DEPTH_MAX + 1, &file), -EINVAL);
	free(file.bytes);
	CHECK_INT(write_nested(PLAN_DEPTH_MAX, &file), 0);
	CHECK_INT(read_plan(&plan, file.bytes, file.size), 0);
	plan_free(plan);
	free(file.bytes);

	/*
	 * A tuple that says it has one element, which is such a tuple, and so on: what comes behind
	 * the number of elements, that of enumerators, is never got to.
	 */
	CHECK_INT(write_nested(1, &one_deep), 0);
	CHECK_INT(write_nested(2, &two_deep), 0);
	count_at = common_bytes(&one_deep, &two_deep);
	type_size = two_deep.size - one_deep.size - COUNT_SIZE;
	deep.size = count_at + COUNT_SIZE + DEEPER * type_size;
	deep.bytes = heap_alloc(deep.size);
	memcpy(deep.bytes, two_deep.bytes, count_at + COUNT_SIZE + type_size);
	for (size_t at = count_at + COUNT_SIZE; at < deep.size; at += type_size) {
		memcpy(deep.bytes + at, two_deep.bytes + count_at + COUNT_SIZE, type_size);
		deep.bytes[at + type_size - COUNT_SIZE] = 1;
	}
	seal(&deep);
	CHECK_INT(read_plan(&plan, deep.bytes, deep.size), -EBADMSG);
	free(deep.bytes);
	free(one_deep.bytes);
	free(two_deep.bytes);
}

#define CHECK_UNSOUND(member, wrong)                 \
	do {                                         \
		__typeof__(member) right = (member); \
		CHECK(plan_is_sound(&example));      \
		(member) = (wrong);                  \
		CHECK(!plan_is_sound(&example));     \
		(member) = right;                    \
	} while (0)

static void what_the_runtime_relies_on_is_checked(void)
{
	CHECK_UNSOUND(one[0].size, 3);
	CHECK_UNSOUND(one[0].offset, 1);
	CHECK_UNSOUND(one[0].offset, UINT32_MAX - 4);
	CHECK_UNSOUND(one[0].element_count, 1);
	CHECK_UNSOUND(outer[0].size, 8);
	CHECK_UNSOUND(stack_and_comm[1].size, 0);
	CHECK_UNSOUND(maps[0].key.size, 1 << 20);
	CHECK_UNSOUND(maps[0].owner_offset, 13);
	CHECK_UNSOUND(maps[0].owner_offset, UINT32_MAX);
	CHECK_UNSOUND(maps[0].forget, NULL);
	CHECK_UNSOUND(maps[0].objects, NULL);
	CHECK_UNSOUND(maps[1].bpf_name, NULL);
	CHECK_UNSOUND(maps[1].pending, "pending");
	CHECK_UNSOUND(maps[2].pending, "pending");
	CHECK_UNSOUND(maps[2].key_is_list, true);
	CHECK_UNSOUND(events[0].format, NULL);
	CHECK_UNSOUND(maps[3].series.function, ABI_SERIES_SUM + 1);
	CHECK_UNSOUND(maps[3].series.count, 0);
	CHECK_UNSOUND(maps[3].series.count, ABI_INTERVALS_MAX + 1);
	CHECK_UNSOUND(maps[3].series.interval, 0);
	CHECK_UNSOUND(events[0].map, 4);
	CHECK_UNSOUND(events[0].kind, PLAN_SYSTEM); /* without saying that it is unsafe */
	CHECK_UNSOUND(events[1].map, PLAN_NONE);
	CHECK_UNSOUND(events[1].payload.element_count, 2);
	CHECK_UNSOUND(events[1].payload.kind, PLAN_INT);
	CHECK_UNSOUND(attaches[1].alternative, 5);
	CHECK_UNSOUND(attaches[1].begin.target, NULL);
	CHECK_UNSOUND(attaches[2].point.name, NULL);
	CHECK_UNSOUND(attaches[3].point.period, 0);
	CHECK_UNSOUND(patches[0].field, NULL);
}

int main(void)
{
	RUN(round_trip);
	RUN(every_truncation_is_an_error);
	RUN(every_damaged_byte_is_an_error);
	RUN(every_changed_byte_is_handled);
	RUN(other_files_are_told_apart);
	RUN(plans_are_recognised_and_left_unread);
	RUN(what_a_pipe_gives_is_not_consumed);
	RUN(full_disk_is_an_error);
	RUN(nesting_is_limited);
	RUN(what_the_runtime_relies_on_is_checked);
	return unit_status();
}
