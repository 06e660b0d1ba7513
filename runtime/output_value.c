#include <inttypes.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/arena.h"
#include "lexer/text.h"
#include "runtime/elf_source.h"
#include "runtime/output_private.h"
#include "runtime/symbols.h"
#include "runtime/units.h"

/* ---- integers ---- */

static uint64_t load(const uint8_t *bytes, uint32_t size)
{
	union {
		uint8_t u8;
		uint16_t u16;
		uint32_t u32;
		uint64_t u64;
	} value = {.u64 = 0};

	memcpy(&value, bytes, size);
	switch (size) {
	case 1:
		return value.u8;
	case 2:
		return value.u16;
	case 4:
		return value.u32;
	}
	return value.u64;
}

static uint64_t load_signed(const uint8_t *bytes, uint32_t size)
{
	uint32_t unused = 64 - 8 * size;

	return (uint64_t)((int64_t)(load(bytes, size) << unused) >> unused);
}

bool value_integer(const struct plan_type *type, const uint8_t *bytes, uint64_t *integer)
{
	switch (type->kind) {
	case PLAN_INT:
		*integer =
			type->is_signed ? load_signed(bytes, type->size) : load(bytes, type->size);
		return true;
	case PLAN_BOOL:
		*integer = load(bytes, type->size) != 0;
		return true;
	case PLAN_POINTER:
	case PLAN_KSYM:
		*integer = load(bytes, sizeof(uint64_t));
		return true;
	case PLAN_USYM:
		*integer = load(bytes + offsetof(struct abi_usym, address), sizeof(uint64_t));
		return true;
	default:
		return false;
	}
}

uint64_t value_divide(uint64_t value, uint64_t divisor, bool is_signed)
{
	if (divisor <= 1)
		return value;
	if (!is_signed)
		return value / divisor;
	/* A divisor that is no int64_t is larger than what it divides. */
	return divisor > INT64_MAX ? 0 : (uint64_t)((int64_t)value / (int64_t)divisor);
}

/* ---- comparing ---- */

static int compare_unsigned(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_signed(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_tuples(const struct plan_type *type, const uint8_t *a, const uint8_t *b)
{
	int order = 0;

	for (uint32_t i = 0; i < type->element_count && !order; i++) {
		const struct plan_type *element = &type->elements[i];

		order = value_compare(element, a + element->offset, b + element->offset);
	}
	return order;
}

int value_compare(const struct plan_type *type, const uint8_t *a, const uint8_t *b)
{
	uint64_t left, right;

	switch (type->kind) {
	case PLAN_TUPLE:
		return compare_tuples(type, a, b);
	case PLAN_STRING:
		return strncmp((const char *)a, (const char *)b, type->size);
	case PLAN_TEXT:
		if (type->size > sizeof(uint64_t))
			return memcmp(a, b, type->size);
		return compare_unsigned(load(a, type->size), load(b, type->size));
	case PLAN_PROBE:
	case PLAN_FUNC: /* in the order of the script */
		return compare_unsigned(load(a, type->size), load(b, type->size));
	default:
		if (!value_integer(type, a, &left) || !value_integer(type, b, &right))
			return memcmp(a, b, type->size);
		return type->is_signed ? compare_signed((int64_t)left, (int64_t)right)
				       : compare_unsigned(left, right);
	}
}

/* ---- names and other texts ---- */

void value_put_text(const struct output *output, FILE *out, const char *text, size_t length)
{
	if (output->is_exact)
		fwrite(text, 1, length, out);
	else
		text_put(out, text, length);
}

static void put_name(const struct output *output, FILE *out, const char *name)
{
	value_put_text(output, out, name, strlen(name));
}

/* 0 is printed as "0". */
static void print_address(FILE *out, uint64_t address)
{
	fprintf(out, "%#" PRIx64, address);
}

static void print_name_or_address(const struct output *output, FILE *out, const char *name,
				  uint64_t address)
{
	if (name)
		put_name(output, out, name);
	else
		print_address(out, address);
}

static void print_usym(struct output *output, FILE *out, const uint8_t *bytes)
{
	struct abi_usym usym;

	memcpy(&usym, bytes, sizeof(usym));
	print_name_or_address(output, out,
			      symbols_user(output->symbols, usym.tgid, usym.address).name,
			      usym.address);
}

static void print_attach(const struct output *output, FILE *out, enum plan_kind kind, uint64_t id)
{
	const struct attach_name *name = id < output->name_count ? &output->names[id] : NULL;

	if (name && kind == PLAN_FUNC && name->function)
		put_name(output, out, name->function);
	else if (name && name->probe)
		put_name(output, out, name->probe);
	else
		fprintf(out, "%" PRIu64, id);
}

/* ---- stacks ---- */

/*
 * "main+34"; without a symbol "0x7fe534471006 (libfoo.so+0x1006)", the offset being that into the
 * file; without a file the address alone.
 *
 * All but the innermost are return addresses. A call may be the last instruction of its function,
 * so what is looked up is the byte before.
 */
static void print_place(const struct output *output, FILE *out, const struct symbol *symbol,
			uint64_t address, uint64_t back)
{
	fputs(output->form->before_frame, out);
	if (symbol->name) {
		put_name(output, out, symbol->name);
		fprintf(out, "+%" PRIu64, symbol->offset + back);
		return;
	}
	print_address(out, address);
	if (symbol->module && symbol->module[0] == '/') {
		fputs(" (", out);
		put_name(output, out, basename(symbol->module));
		fprintf(out, "+%#" PRIx64 ")", symbol->offset + back);
	}
}

static void print_bpftrace_frame(const struct output *output, FILE *out,
				 const struct symbol *symbol, uint64_t address, uint64_t back)
{
	print_place(output, out, symbol, address, back);
	fputc('\n', out);
}

/* As perf-script(1), whose output other tools read. */
static void print_perf_frame(const struct output *output, FILE *out, const struct symbol *symbol,
			     uint64_t address, uint64_t back, bool is_user)
{
	fprintf(out, "\t%" PRIx64 " ", address);
	if (symbol->name) {
		put_name(output, out, symbol->name);
		fprintf(out, "+%" PRIu64, symbol->offset + back);
	} else {
		fprintf(out, "0x%" PRIx64, address);
	}
	if (is_user) {
		fputs(" (", out);
		put_name(output, out, symbol->module ? symbol->module : "[unknown]");
		fputc(')', out);
	}
	fputc('\n', out);
}

static void print_line(const struct output *output, FILE *out, const struct source_frame *frame)
{
	if (frame->file) {
		fputs(" (", out);
		put_name(output, out, basename(frame->file));
		fprintf(out, ":%d)", frame->line);
	}
	fputc('\n', out);
}

/*
 * "main+34 (x.c:12)": the line of the call. Before it come functions that the compiler has put into
 * this one there, "twice [inlined] (x.c:7)".
 */
static void print_source_frame(struct output *output, FILE *out,
			       const struct stack_frames *frames, size_t i,
			       const struct symbol *symbol)
{
	static const struct source_frame unknown;
	uint64_t address = frames->list[i], back = i > 0;
	const struct source_frame *found;
	size_t count = 0;

	if (frames->is_user)
		count = symbols_find_source(output->symbols, frames->pid,
					    address - (back || frames->has_returned), &found);
	if (!count)
		found = &unknown;
	for (; count > 1; count--, found++) {
		fputs(output->form->before_frame, out);
		put_name(output, out, found->function);
		fputs(" [inlined]", out);
		print_line(output, out, found);
	}
	print_place(output, out, symbol, address, back);
	print_line(output, out, found);
}

static void print_frames(struct output *output, FILE *out, const struct plan_type *type,
			 const struct stack_frames *frames)
{
	bool is_user = frames->is_user;

	for (size_t i = 0; i < frames->count; i++) {
		uint64_t address = frames->list[i], back = i > 0;
		struct symbol symbol;

		if (type->mode == PLAN_STACK_RAW) {
			fprintf(out, "%" PRIx64 "\n", address);
			continue;
		}
		symbol = is_user ? symbols_user(output->symbols, frames->pid, address - back)
				 : symbols_kernel(output->symbols, address - back);
		if (type->mode == PLAN_STACK_PERF)
			print_perf_frame(output, out, &symbol, address, back, is_user);
		else if (type->mode == PLAN_STACK_SOURCE)
			print_source_frame(output, out, frames, i, &symbol);
		else
			print_bpftrace_frame(output, out, &symbol, address, back);
	}
}

/* bpf_prog_TAG, or bpf_prog_TAG_NAME: the kernel's own functions begin with bpf_prog_ as well. */
static bool is_program(const char *name)
{
	static const char prefix[] = "bpf_prog_";
	size_t digits;

	if (strncmp(name, prefix, sizeof(prefix) - 1) != 0)
		return false;
	name += sizeof(prefix) - 1;
	digits = strspn(name, "0123456789abcdef");
	return digits == 2 * BPF_TAG_SIZE && (name[digits] == '\0' || name[digits] == '_');
}

/* At fentry, fexit and rawtracepoint the stack begins with the program and what called it. */
static bool is_of_program(const char *name)
{
	static const char *const patterns[] = {"bpf_trampoline_*", "bpf_trace_run*",
					       "__bpf_trace_*", "__traceiter_*"};

	for (size_t i = 0; name && i < sizeof(patterns) / sizeof(*patterns); i++)
		if (glob_match(patterns[i], name))
			return true;
	return name && is_program(name);
}

static void leave_program_out(struct output *output, struct stack_frames *frames)
{
	while (frames->count &&
	       is_of_program(symbols_kernel(output->symbols, frames->list[0]).name)) {
		frames->list++;
		frames->count--;
	}
}

static void find_frames(struct output *output, const struct abi_stack *stack,
			struct stack_frames *frames)
{
	frames->has_returned = stack->word_kind == ABI_WORD_RETURNED;
	frames->list = frames->memory;
	if (frames->is_user) {
		frames->count =
			symbols_user_frames(output->symbols, frames->pid, stack, frames->memory);
		return;
	}
	frames->count = stack->count < ABI_STACK_MAX ? stack->count : ABI_STACK_MAX;
	memcpy(frames->memory, stack->frames, frames->count * sizeof(uint64_t));
	leave_program_out(output, frames);
}

static bool find_stack(const struct output *output, uint64_t id, struct abi_stack *stack)
{
	return output->maps.stacks >= 0 &&
	       output->access->lookup(output->maps.stacks, &id, stack) == 0;
}

/* A stack that could not be had is not taken for one that is empty. */
void stack_read(struct output *output, const struct plan_type *type, const uint8_t *bytes,
		struct stack_frames *frames)
{
	struct abi_stack_ref ref;
	struct abi_stack stack;

	memcpy(&ref, bytes, sizeof(ref));
	frames->is_user = type->kind == PLAN_USTACK;
	frames->pid = ref.tgid;
	frames->count = 0;
	frames->problem = NULL;
	if (ref.id && !find_stack(output, ref.id, &stack))
		frames->problem = "[stack lost]";
	else if (ref.id)
		find_frames(output, &stack, frames);
	else if (ref.why == ABI_STACK_FAILED)
		frames->problem = "[stack could not be walked]";
	else if (ref.why == ABI_STACK_DROPPED)
		frames->problem = "[stack not stored]";
	if (type->depth && type->depth < frames->count)
		frames->count = type->depth;
}

static void print_stack(struct output *output, FILE *out, const struct plan_type *type,
			const uint8_t *bytes)
{
	struct stack_frames frames;

	stack_read(output, type, bytes, &frames);
	fputc('\n', out);
	print_frames(output, out, type, &frames);
	if (frames.problem)
		fprintf(out, "%s%s\n", output->form->before_frame, frames.problem);
}

/* ---- all kinds ---- */

static bool is_record(const struct plan_type *tuple)
{
	return tuple->element_count && tuple->elements[0].name;
}

static void print_elements(struct output *output, FILE *out, const struct plan_type *tuple,
			   const uint8_t *bytes)
{
	for (uint32_t i = 0; i < tuple->element_count; i++) {
		const struct plan_type *element = &tuple->elements[i];

		if (i > 0)
			fputs(", ", out);
		if (element->name)
			fprintf(out, ".%s = ", element->name);
		value_print(output, out, element, bytes + element->offset);
	}
}

static void print_integer(FILE *out, const struct plan_type *type, const uint8_t *bytes)
{
	uint64_t integer;

	value_integer(type, bytes, &integer);
	for (uint32_t i = 0; i < type->enumerator_count; i++)
		if (type->enumerators[i].value == integer) {
			fputs(type->enumerators[i].name, out);
			return;
		}
	unit_print(out, type->unit, integer, type->is_signed);
}

void value_print(struct output *output, FILE *out, const struct plan_type *type,
		 const uint8_t *bytes)
{
	uint64_t address;

	switch (type->kind) {
	case PLAN_INT:
		print_integer(out, type, bytes);
		break;
	case PLAN_BOOL:
		fputs(load(bytes, type->size) ? "true" : "false", out);
		break;
	case PLAN_POINTER:
		fprintf(out, "0x%" PRIx64, load(bytes, sizeof(uint64_t)));
		break;
	case PLAN_STRING:
		value_put_text(output, out, (const char *)bytes,
			       strnlen((const char *)bytes, type->size));
		break;
	case PLAN_TUPLE:
		fputs(is_record(type) ? "{ " : "(", out);
		print_elements(output, out, type, bytes);
		fputs(is_record(type) ? " }" : ")", out);
		break;
	case PLAN_KSTACK:
	case PLAN_USTACK:
		print_stack(output, out, type, bytes);
		break;
	case PLAN_KSYM:
		address = load(bytes, sizeof(uint64_t));
		print_name_or_address(output, out, symbols_kernel(output->symbols, address).name,
				      address);
		break;
	case PLAN_USYM:
		print_usym(output, out, bytes);
		break;
	case PLAN_BUFFER:
		buffer_print(out, type, bytes, BUFFER_TEXT);
		break;
	case PLAN_TEXT:
		text_print(output, out, type, bytes);
		break;
	case PLAN_PROBE:
	case PLAN_FUNC:
		print_attach(output, out, type->kind, load(bytes, sizeof(uint64_t)));
		break;
	}
}

void value_print_key(struct output *output, FILE *out, const struct plan_type *type,
		     const uint8_t *bytes)
{
	if (type->kind == PLAN_TUPLE && !is_record(type))
		print_elements(output, out, type, bytes);
	else
		value_print(output, out, type, bytes);
}

char *value_text(struct output *output, const struct plan_type *type, const uint8_t *bytes)
{
	char *text = NULL;
	size_t size;
	FILE *out = heap_stream(&text, &size);

	value_print(output, out, type, bytes);
	fclose(out);
	return text ? text : heap_strdup("");
}

uint64_t value_mean(const struct abi_average *average, bool is_signed)
{
	return value_divide(average->total, average->count, is_signed);
}
