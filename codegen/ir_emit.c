/*
 * The finished module -> a BPF ELF object.
 */
#include "codegen/ir_private.h"

#include <llvm-c/Analysis.h>
#include <llvm-c/ErrorHandling.h>
#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <llvm/Config/llvm-config.h>
#include <stdlib.h>
#include <string.h>

#include "lexer/fault.h"

#if LLVM_VERSION_MAJOR < 18
#error "LLVM 18 or later is needed: LLVM_CONFIG=llvm-config-19"
#endif

#define EXIT_BUG 70 /* sysexits(3): memtap's own bug */

/*
 * Passes of LLVM's code generator that take a tenth of all time to compile, and save one instruction in
 * a hundred. Others that take as long keep the stack small: codegenprepare, machine-sink, and a scheduler
 * that knows how many registers there are; the order of the source is the cheapest of these. The basic
 * register allocator compiles large clauses many times as fast, but puts indexes on the stack before they are
 * compared and not after: the verifier of 6.1 refuses six of 400 random programs. LLVM keeps
 * its options for the whole process.
 */
static void leave_out_passes(void)
{
	static const char *const options[] = {
		"memtap", /* argv[0] */
		"-disable-branch-fold",
		"-disable-constant-hoisting",
		"-disable-copyprop",
		"-disable-early-taildup",
		"-disable-lsr",
		"-disable-machine-cse",
		"-disable-machine-dce",
		"-disable-machine-licm",
		"-disable-peephole",
		"-disable-tail-duplicate",
		"-pre-RA-sched=source",
	};
	static bool is_done;

	if (!is_done)
		LLVMParseCommandLineOptions(sizeof(options) / sizeof(*options), options, NULL);
	is_done = true;
}

static LLVMTargetMachineRef make_machine(void)
{
	LLVMTargetRef target;
	char *error;

	leave_out_passes();
	LLVMInitializeBPFTargetInfo();
	LLVMInitializeBPFTarget();
	LLVMInitializeBPFTargetMC();
	LLVMInitializeBPFAsmPrinter();
	LLVMInitializeBPFAsmParser();
	if (LLVMGetTargetFromTriple("bpf", &target, &error))
		return NULL;
	return LLVMCreateTargetMachine(target, "bpf", IR_CPU, "", LLVMCodeGenLevelDefault,
				       LLVMRelocDefault, LLVMCodeModelDefault);
}

static bool is_program(LLVMValueRef function)
{
	const char *section = LLVMGetSection(function);

	return section && *section;
}

/* FUNCTION and SHARED of stdlib/helpers.bpf.h. */
static bool is_called(LLVMValueRef function)
{
	unsigned int noinline = LLVMGetEnumAttributeKindForName("noinline", strlen("noinline"));

	return LLVMGetEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex, noinline) != NULL;
}

struct names {
	ARRAY(const char *) list;
};

/* What is not needed after inlining is dropped only when nobody else can see it. */
static void hide_helpers(struct ir *ir, struct names *hidden)
{
	LLVMValueRef function = LLVMGetFirstFunction(ir->module);

	for (; function; function = LLVMGetNextFunction(function)) {
		size_t length;
		const char *name = LLVMGetValueName2(function, &length);

		if (LLVMIsDeclaration(function) || is_program(function) || is_called(function) ||
		    LLVMGetLinkage(function) == LLVMInternalLinkage)
			continue;
		LLVMSetLinkage(function, LLVMInternalLinkage);
		array_push(ir->arena, &hidden->list, arena_strdup(ir->arena, name));
	}
}

/*
 * Those that are still there are global to the debug info, and so to the kernel, which would verify
 * them for any arguments. libbpf makes static what it finds hidden.
 */
static void show_helpers(struct ir *ir, const struct names *hidden)
{
	for (size_t i = 0; i < hidden->list.count; i++) {
		LLVMValueRef function = LLVMGetNamedFunction(ir->module, hidden->list.items[i]);

		if (!function)
			continue;
		LLVMSetLinkage(function, LLVMExternalLinkage);
		LLVMSetVisibility(function, LLVMHiddenVisibility);
	}
}

/* One may be used only by another: until nothing is left to drop. */
static void drop_unused_functions(struct ir *ir)
{
	bool dropped = true;

	while (dropped) {
		LLVMValueRef next, function = LLVMGetFirstFunction(ir->module);

		dropped = false;
		for (; function; function = next) {
			next = LLVMGetNextFunction(function);
			if (is_program(function) || LLVMGetFirstUse(function))
				continue;
			LLVMDeleteFunction(function);
			dropped = true;
		}
	}
}

/* libbpf fills the maps of its usdt.bpf.h also when no program looks at them. */
static bool is_for_libbpf(LLVMValueRef global)
{
	size_t length;

	return strncmp(LLVMGetValueName2(global, &length), "__bpf_", strlen("__bpf_")) == 0;
}

static void drop_unused_maps(struct ir *ir)
{
	LLVMValueRef next, global = LLVMGetFirstGlobal(ir->module);

	for (; global; global = next) {
		const char *section = LLVMGetSection(global);

		next = LLVMGetNextGlobal(global);
		if (section && strcmp(section, ".maps") == 0 && !LLVMGetFirstUse(global) &&
		    !is_for_libbpf(global))
			LLVMDeleteGlobal(global);
	}
}

/*
 * What stdlib/ holds is optimised already: left are calls to inline, values that the programs keep
 * in memory, and what is constant then. LLVM's own default<O2> takes half as long again and saves
 * one instruction in fifty. default<O0> runs the passes of the BPF target, and inlines. LLVM
 * ends the process when instcombine has not found everything, unless told that this does not matter.
 */
#define PASSES                                                                                     \
	"default<O0>,function(sroa,early-cse,instcombine<no-verify-fixpoint>,simplifycfg),"        \
	"globaldce"

static bool optimise(struct ir *ir, LLVMTargetMachineRef machine)
{
	LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
	LLVMErrorRef error = LLVMRunPasses(ir->module, PASSES, machine, options);
	char *message;

	LLVMDisposePassBuilderOptions(options);
	if (!error)
		return true;
	message = LLVMGetErrorMessage(error);
	fault_say("bug: %s", message);
	LLVMDisposeErrorMessage(message);
	return false;
}

/* Whether memtap has a bug here: asked by tests under sanitizers, by fuzzers, and whoever looks for one. */
#ifdef __SANITIZE_ADDRESS__
#define IS_ALWAYS_VERIFIED true
#else
#define IS_ALWAYS_VERIFIED false
#endif

static bool is_sound(struct ir *ir, bool is_looked_at)
{
	char *message = NULL;
	bool is_broken = (is_looked_at || IS_ALWAYS_VERIFIED) &&
			 LLVMVerifyModule(ir->module, LLVMReturnStatusAction, &message);

	if (is_broken)
		fault_say("bug: %s", message);
	LLVMDisposeMessage(message);
	return !is_broken;
}

static uint8_t *emit_object(struct ir *ir, LLVMTargetMachineRef machine, size_t *size)
{
	LLVMMemoryBufferRef buffer;
	char *message;
	uint8_t *object;

	if (LLVMTargetMachineEmitToMemoryBuffer(machine, ir->module, LLVMObjectFile, &message,
						&buffer)) {
		fault_say("bug: %s", message);
		LLVMDisposeMessage(message);
		return NULL;
	}
	*size = LLVMGetBufferSize(buffer);
	object = heap_alloc(*size);
	memcpy(object, LLVMGetBufferStart(buffer), *size);
	LLVMDisposeMemoryBuffer(buffer);
	return object;
}

static void dump_module(struct ir *ir, FILE *dump)
{
	char *text = LLVMPrintModuleToString(ir->module);

	fputs(text, dump);
	LLVMDisposeMessage(text);
}

/* What the BPF target has to complain about, such as a stack that is too deep: of many things the first. */
static void take_complaint(LLVMDiagnosticInfoRef info, void *failed)
{
	char *text;

	if (LLVMGetDiagInfoSeverity(info) != LLVMDSError || *(bool *)failed)
		return;
	text = LLVMGetDiagInfoDescription(info);
	if (strstr(text, "BPF stack limit"))
		fault_say("bug: a probe takes more than the 512 bytes of stack that BPF has: until "
			  "that is mended, split its clause, or what it computes");
	else
		fault_say("bug: %s", text);
	LLVMDisposeMessage(text);
	*(bool *)failed = true;
}

/*
 * What LLVM has no way to return from. A program that is too large is the user's to mend; what else
 * there may be is not.
 */
static void take_fatal(const char *reason)
{
	if (strcmp(reason, "Branch target out of insn range") == 0) {
		fault_say("a probe compiles to more instructions than a jump of BPF reaches, 32767: "
			  "split its clause, or have less of it written out by unroll and macros");
		exit(EXIT_FAILURE);
	}
	fault_say("bug: LLVM: %s", reason);
	exit(EXIT_BUG);
}

uint8_t *ir_emit(struct ir *ir, size_t *size, FILE *dump)
{
	LLVMTargetMachineRef machine = make_machine();
	uint8_t *object = NULL;
	struct names hidden = {0};
	bool failed = false;

	if (!machine)
		return NULL;
	LLVMResetFatalErrorHandler();
	LLVMInstallFatalErrorHandler(take_fatal);
	LLVMDIBuilderFinalize(ir->debug);
	ir_link_library(ir);
	LLVMContextSetDiagnosticHandler(ir->context, take_complaint, &failed);
	hide_helpers(ir, &hidden);
	drop_unused_functions(ir);
	if (is_sound(ir, dump != NULL) && optimise(ir, machine)) {
		show_helpers(ir, &hidden);
		drop_unused_maps(ir);
		if (dump)
			dump_module(ir, dump);
		object = emit_object(ir, machine, size);
	}
	LLVMDisposeTargetMachine(machine);
	if (!failed)
		return object;
	free(object);
	return NULL;
}
