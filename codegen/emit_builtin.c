/*
 * Builtins: one emit_builtin_NAME() a row of builtins.def.
 */
#include "codegen/emit.h"

#include <linux/bpf.h>
#include <stdlib.h>

typedef struct ir_value *builtin_emitter(struct emitter *e, const struct expr *name,
					 struct ir_value *to);

/* Where a function's first arguments are, as ABI_REGS_IP and others. */
static const uint32_t regs_arguments[] = {112, 104, 96, 88, 72, 64};

static struct ir_value *from_context(struct emitter *e, uint32_t offset)
{
	return ir_context_load(e->ir, e->context, offset);
}

static struct ir_value *helper(struct emitter *e, uint32_t number)
{
	return ir_helper(e->ir, number, false, 0, NULL);
}

/* Many helpers return two numbers in one. */
static struct ir_value *high_half(struct emitter *e, struct ir_value *both)
{
	return ir_math(e->ir, IR_SHR, both, ir_int(e->ir, 32));
}

static struct ir_value *low_half(struct emitter *e, struct ir_value *both)
{
	return ir_resize(e->ir, both, 4, false);
}

struct ir_value *emit_pid(struct emitter *e)
{
	return high_half(e, helper(e, BPF_FUNC_get_current_pid_tgid));
}

#define BUILTIN_EMITTER(id)                                                                        \
	static struct ir_value *emit_builtin_##id(struct emitter *e, const struct expr *name,      \
						  struct ir_value *to)

BUILTIN_EMITTER(pid)
{
	return emit_pid(e);
}

BUILTIN_EMITTER(tid)
{
	return low_half(e, helper(e, BPF_FUNC_get_current_pid_tgid));
}

BUILTIN_EMITTER(ppid)
{
	return ir_call(e->ir, "mt_task_parent", 0, NULL);
}

BUILTIN_EMITTER(uid)
{
	return low_half(e, helper(e, BPF_FUNC_get_current_uid_gid));
}

BUILTIN_EMITTER(username)
{
	return emit_builtin_uid(e, name, to);
}

BUILTIN_EMITTER(gid)
{
	return high_half(e, helper(e, BPF_FUNC_get_current_uid_gid));
}

BUILTIN_EMITTER(comm)
{
	/* Some kernels leave alone what is behind the name. */
	ir_zero(e->ir, to, name->type->size, 8);
	IR_HELPER(e->ir, BPF_FUNC_get_current_comm, false, to, ir_int(e->ir, name->type->size));
	return to;
}

BUILTIN_EMITTER(pcomm)
{
	ir_zero(e->ir, to, name->type->size, 8);
	IR_CALL(e->ir, "mt_task_parent_name", to);
	return to;
}

BUILTIN_EMITTER(leader_comm)
{
	ir_zero(e->ir, to, name->type->size, 8);
	IR_CALL(e->ir, "mt_task_leader_name", to);
	return to;
}

/* The kernel's name for the first thread's ID is the process's: tgid. */
BUILTIN_EMITTER(leader_tid)
{
	return emit_pid(e);
}

BUILTIN_EMITTER(cgroup)
{
	return helper(e, BPF_FUNC_get_current_cgroup_id);
}

BUILTIN_EMITTER(cpu)
{
	return helper(e, BPF_FUNC_get_smp_processor_id);
}

BUILTIN_EMITTER(ncpus)
{
	return ir_call(e->ir, "mt_core_cpus", 0, NULL);
}

BUILTIN_EMITTER(has_target)
{
	return ir_call(e->ir, "mt_core_has_target", 0, NULL);
}

BUILTIN_EMITTER(numaid)
{
	return helper(e, BPF_FUNC_get_numa_node_id);
}

BUILTIN_EMITTER(jiffies)
{
	return helper(e, BPF_FUNC_jiffies64);
}

BUILTIN_EMITTER(rand)
{
	return helper(e, BPF_FUNC_get_prandom_u32);
}

BUILTIN_EMITTER(nsecs)
{
	return helper(e, BPF_FUNC_ktime_get_boot_ns);
}

BUILTIN_EMITTER(elapsed)
{
	return ir_call(e->ir, "mt_core_elapsed", 0, NULL);
}

BUILTIN_EMITTER(curtask)
{
	return helper(e, BPF_FUNC_get_current_task);
}

/* As a number: what is read through it is read as memory of the kernel. */
BUILTIN_EMITTER(ctx)
{
	return IR_CALL(e->ir, "mt_core_number", e->context);
}

/* The two low bits of the code segment are the privilege level: 3 is a process's. */
BUILTIN_EMITTER(usermode)
{
	struct ir_value *level = ir_math(e->ir, IR_AND, from_context(e, ABI_REGS_CS), ir_int(e->ir, 3));

	return ir_from_condition(e->ir, ir_is_true(e->ir, level));
}

/* Only its fields have values, see emit_field(). */
BUILTIN_EMITTER(args)
{
	abort();
}

BUILTIN_EMITTER(argN)
{
	uint32_t n = name->name.argument;

	if (e->kind == POINT_USDT)
		return IR_CALL(e->ir, "mt_usdt_argument", e->context, ir_int(e->ir, n));
	if (probe_kind_has(e->kind, PROBE_TYPED))
		return emit_argument_number(e, name);
	return from_context(e, regs_arguments[n]);
}

BUILTIN_EMITTER(retval)
{
	if (e->kind == POINT_FEXIT)
		return emit_result(e, name->type);
	return from_context(e, ABI_REGS_AX);
}

/* Of a program that one point alone has: the number that the point will have in the plan. */
static uint32_t attach_number(struct emitter *e)
{
	const struct variant *variant = emit_variant(e);
	uint32_t number = 0;

	for (const struct clause *c = e->codegen->program->clauses; c; c = c->next)
		for (const struct attachment *first = c->attachments; first; first = first->next)
			for (const struct attachment *a = first; a; a = a->alternative, number++)
				if (a->variant == variant)
					return number;
	abort();
}

struct ir_value *emit_attach_id(struct emitter *e)
{
	if (e->kind == POINT_USDT) /* the other cookie is libbpf's own */
		return IR_CALL(e->ir, "mt_usdt_cookie", e->context);
	if (probe_kind_has(e->kind, PROBE_OWN)) /* not all of these have cookies */
		return ir_int(e->ir, attach_number(e));
	if (probe_kind_has(e->kind, PROBE_RUN))
		return from_context(e, 0);
	return IR_HELPER(e->ir, BPF_FUNC_get_attach_cookie, false, e->context);
}

BUILTIN_EMITTER(func)
{
	return emit_attach_id(e);
}

BUILTIN_EMITTER(probe)
{
	return emit_attach_id(e);
}

/* bpftrace's word for probes that are nowhere. */
static const char *kind_text(enum point_kind kind)
{
	return kind == POINT_BEGIN || kind == POINT_END ? "special" : probe_kinds[kind].name;
}

BUILTIN_EMITTER(probetype)
{
	char *text = arena_alloc(e->codegen->arena, name->type->size);

	snprintf(text, name->type->size, "%s", kind_text(e->kind));
	emit_copy(e, to, ir_bytes(e->ir, text, name->type->size), name->type->size);
	return to;
}

void emit_kernel_stack(struct emitter *e, struct ir_value *to, uint32_t depth)
{
	IR_CALL(e->ir, "mt_kstack_store", e->context, emit_temp(e, sizeof(struct abi_stack)), to,
		ir_int(e->ir, depth));
}

BUILTIN_EMITTER(kstack)
{
	emit_kernel_stack(e, to, name->type->count);
	return to;
}

/* Does this program run on a's point? A body that is called by others: on all points of its kind. */
static bool is_for(const struct emitter *e, const struct attachment *a)
{
	return e->is_body ? a->variant->kind == e->kind : a->variant == e->variant;
}

/* Is every point that this program is attached to a function's first instruction? */
static bool is_at_function_start(const struct emitter *e)
{
	const struct attachment *attachment;

	if (e->kind != POINT_UPROBE)
		return false;
	if (e->is_begin)
		return !e->point || (e->point->name && !e->point->offset);
	for (attachment = e->attached->attachments; attachment; attachment = attachment->next) {
		const struct attachment *a;

		for (a = attachment; a; a = a->alternative)
			if (is_for(e, a) && (!a->point->name || a->point->offset))
				return false;
	}
	return true;
}

/* A function that has returned was called with an aligned stack: no return address is on top. */
static enum abi_stack_word word_kind_of(const struct emitter *e)
{
	if (e->kind == POINT_URETPROBE)
		return ABI_WORD_RETURNED;
	return is_at_function_start(e) ? ABI_WORD_CALLER : ABI_WORD_MAYBE;
}

struct ir_value *emit_user_register(struct emitter *e, uint32_t offset)
{
	if (probe_kind_has(e->kind, PROBE_PROCESS))
		return from_context(e, offset);
	return IR_CALL(e->ir, "mt_memory_register", ir_int(e->ir, offset));
}

void emit_user_stack(struct emitter *e, struct ir_value *to, uint32_t depth)
{
	struct ir_value *sp = emit_user_register(e, ABI_REGS_SP);

	IR_CALL(e->ir, "mt_ustack_store", e->context, emit_temp(e, sizeof(struct abi_walk)), to, sp,
		ir_int(e->ir, word_kind_of(e) | depth << ABI_WALK_MOST));
}

BUILTIN_EMITTER(ustack)
{
	emit_user_stack(e, to, name->type->count);
	return to;
}

static builtin_emitter *const emitters[] = {
#define BUILTIN(id, name, contexts, type, doc) [BUILTIN_##id] = emit_builtin_##id,
#include "parser/builtins.def"
#undef BUILTIN
};

struct ir_value *emit_builtin(struct emitter *e, const struct expr *name, struct ir_value *to)
{
	return emitters[name->name.builtin->id](e, name, to);
}
