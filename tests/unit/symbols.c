#include "runtime/symbols.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <gnu/libc-version.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runtime/address_space.h"
#include "runtime/elf_file.h"
#include "runtime/elf_source.h"
#include "runtime/mapped_files.h"
#include "tests/unit/unit.h"

#define NO_PROCESS 0x7ffffff0u /* beyond the largest pid */

static struct symbols *symbols;
static uint32_t self;

/* Functions of known names; the second has a frame from `framed_body` on. */
int own_function(int a);
void framed(void);
extern const char framed_body[], framed_end[];

__attribute__((noinline)) int own_function(int a)
{
	__asm__ volatile("");
	return a + 1;
}

#ifdef __x86_64__
__asm__(".pushsection .text\n"
	".globl framed, framed_body, framed_end\n"
	".type framed, @function\n"
	"framed:\n"
	"	.cfi_startproc\n"
	"	push %rbp\n"
	"	.cfi_def_cfa_offset 16\n"
	"	.cfi_offset 6, -16\n"
	"	mov %rsp, %rbp\n"
	"	.cfi_def_cfa_register 6\n"
	"framed_body:\n"
	"	nop\n"
	"	pop %rbp\n"
	"	.cfi_def_cfa 7, 8\n"
	"framed_end:\n"
	"	ret\n"
	"	.cfi_endproc\n"
	".size framed, . - framed\n"
	".popsection\n");
#endif

#define ADDRESS(function) ((uint64_t)(uintptr_t)(function))

static const char *name_at(uint32_t pid, uint64_t address)
{
	return symbols_user(symbols, pid, address).name;
}

/* ---- one address ---- */

static void own_functions_have_names(void)
{
	struct symbol symbol = symbols_user(symbols, self, ADDRESS(own_function));

	CHECK_STR(symbol.name, "own_function");
	CHECK_INT(symbol.offset, 0);
	CHECK(symbol.module && strstr(symbol.module, "symbols"));
	CHECK_INT(symbols_user(symbols, self, ADDRESS(own_function) + 1).offset, 1);
	CHECK_STR(name_at(self, ADDRESS(own_functions_have_names)), "own_functions_have_names");
}

static void functions_of_libraries_have_names(void)
{
	struct symbol symbol = symbols_user(symbols, self, ADDRESS(gnu_get_libc_version));

	CHECK_STR(symbol.name, "gnu_get_libc_version");
	CHECK_INT(symbol.offset, 0);
	CHECK(symbol.module && strstr(symbol.module, "libc"));
}

static void functions_of_the_vdso_have_names(void)
{
	void *vdso = dlopen("linux-vdso.so.1", RTLD_LAZY | RTLD_NOLOAD);
	void *function = vdso ? dlsym(vdso, "__vdso_getcpu") : NULL;
	struct symbol symbol;

	if (!function) /* a kernel without one */
		return;
	symbol = symbols_user(symbols, self, ADDRESS(function));
	CHECK(symbol.name && strstr(symbol.name, "getcpu"));
	CHECK_STR(symbol.module, "[vdso]");
	dlclose(vdso);
}

static void unknown_addresses_have_no_name(void)
{
	static const uint64_t addresses[] = {0,		 8,
					     UINT64_MAX, UINT64_MAX - 1,
					     1ull << 63, 0x4c564c4853006576};

	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++) {
		struct symbol symbol = symbols_user(symbols, self, addresses[i]);

		CHECK(!symbol.name);
		CHECK(!symbol.module);
		CHECK(symbol.offset == addresses[i]);
	}
}

static void *map_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0);
}

static void code_without_a_file_has_no_name(void)
{
	void *code = map_code();
	struct symbol symbol;

	symbols_learn_process(symbols, self);
	symbol = symbols_user(symbols, self, ADDRESS(code) + 6);
	CHECK(!symbol.name);
	CHECK_STR(symbol.module, "[anon]");
	munmap(code, 4096);
}

static void kernel_addresses_do_not_crash(void)
{
	symbols_kernel(symbols, 0);
	symbols_kernel(symbols, UINT64_MAX);
	symbols_kernel(symbols, 0xffffffff81000000);
}

/* ---- mappings that come and go ---- */

static void sleep_ms(long ms)
{
	nanosleep(&(struct timespec){0, ms * 1000000}, NULL);
}

/* A miss has the mappings read again, but not each time. */
static void new_mappings_are_found_after_a_while(void)
{
	struct symbols *fresh = symbols_new();
	void *code;

	CHECK_STR(symbols_user(fresh, self, ADDRESS(own_function)).name, "own_function");
	code = map_code();
	CHECK(!symbols_user(fresh, self, ADDRESS(code)).module);
	sleep_ms(150);
	CHECK_STR(symbols_user(fresh, self, ADDRESS(code)).module, "[anon]");
	munmap(code, 4096);
	CHECK_STR(symbols_user(fresh, self, ADDRESS(code)).module, "[anon]"); /* kept */
	symbols_free(fresh);
}

static bool is_source_in_this_file(const struct symbol_mapping *mapping, uint64_t address)
{
	const struct source_frame *found;
	size_t count = symbols_find_source_in(mapping->file,
					      address - mapping->start + mapping->offset, &found);

	return count == 1 && found->file && strstr(found->file, "symbols.c") && found->line > 0;
}

static void processes_that_ended_keep_their_names(void)
{
	struct symbol_mapping mapping = {0};
	pid_t child = fork();

	if (child == 0) {
		pause();
		_exit(0);
	}
	symbols_learn_process(symbols, (uint32_t)child);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	CHECK_STR(name_at((uint32_t)child, ADDRESS(own_function)), "own_function");
	symbols_learn_process(symbols, (uint32_t)child); /* there is nothing more to learn */
	CHECK_STR(name_at((uint32_t)child, ADDRESS(own_function)), "own_function");
	CHECK(symbols_find_mapping(symbols, (uint32_t)child, ADDRESS(own_function), &mapping));
	symbols_forget_process(symbols, (uint32_t)child);
	CHECK(!name_at((uint32_t)child, ADDRESS(own_function)));
	CHECK(mapping.file && is_source_in_this_file(&mapping, ADDRESS(own_function)));
}

static struct elf_file *open_of_gone(struct mapped_files *files, const char *path,
				     const struct build_id *id)
{
	struct mapping mapping = {.path = path};
	struct mapped_file wanted = {
		.mapping = &mapping, .id = *id, .lineage = {NO_PROCESS}, .lineage_count = 1};

	return mapped_files_open(files, &wanted);
}

/* One may have a debug file beside it that the other has not. */
static void of_two_files_of_a_build_the_path_tells(void)
{
	struct mapped_files *files = mapped_files_new();
	char copy[] = "/tmp/memtap-unit-XXXXXX", path[PATH_MAX];
	int out = mkstemp(copy), in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct elf_file *first, *own = elf_file_open(dup(in), "self");
	struct build_id id = elf_file_id(own);

	while (sendfile(out, in, NULL, 1 << 20) > 0)
		;
	CHECK(id.size && realpath("/proc/self/exe", path));
	first = open_of_gone(files, path, &id);
	CHECK(first);
	CHECK(open_of_gone(files, copy, &id) && open_of_gone(files, copy, &id) != first);
	CHECK(open_of_gone(files, "/no/such/file", &id) == first);
	id.bytes[0] ^= 1;
	CHECK(!open_of_gone(files, copy, &id));
	unlink(copy);
	close(in);
	close(out);
	elf_file_close(own);
	mapped_files_free(files);
}

/* The mapping of this process that an address is in, from /proc/self/maps. */
struct own_mapping {
	uint64_t start, end, offset;
	char path[1024];
};

static bool find_own_mapping(uint64_t address, struct own_mapping *mapping)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[2048];
	bool is_found = false;

	while (maps && !is_found && fgets(line, sizeof(line), maps))
		is_found = sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %" SCNx64 " %*s %*s %1023s",
				  &mapping->start, &mapping->end, &mapping->offset,
				  mapping->path) == 4 &&
			   address >= mapping->start && address < mapping->end;
	if (maps)
		fclose(maps);
	return is_found;
}

static void mappings_can_be_told(void)
{
	struct own_mapping own;
	uint64_t start = 0x10000000, address;
	struct symbol symbol;

	CHECK(find_own_mapping(ADDRESS(own_function), &own));
	address = start + ADDRESS(own_function) - own.start;
	CHECK(!name_at(NO_PROCESS, address));
	symbols_learn_mapping(symbols, NO_PROCESS, start, start + own.end - own.start, own.offset,
			      own.path, NULL);
	symbol = symbols_user(symbols, NO_PROCESS, address);
	CHECK_STR(symbol.name, "own_function");
	CHECK(unit_same(symbol.module, own.path));
	symbols_learn_mapping(symbols, NO_PROCESS, start, start + own.end - own.start, 0, "//anon", NULL);
	CHECK_STR(symbols_user(symbols, NO_PROCESS, address).module, "[anon]");
	symbols_learn_mapping(symbols, NO_PROCESS, start, start + own.end - own.start, 0,
			      "/no/such/file", NULL);
	symbol = symbols_user(symbols, NO_PROCESS, start + 6);
	CHECK(!symbol.name);
	CHECK_STR(symbol.module, "/no/such/file");
	CHECK_INT(symbol.offset, 6);
	symbols_forget_process(symbols, NO_PROCESS);
	CHECK(!symbols_user(symbols, NO_PROCESS, address).module);
}

/* Files that are no ELF files, devices, directories: nothing is read from them. */
static void odd_files_have_no_symbols(void)
{
	static const char *const paths[] = {"/dev/zero", "/proc", "/etc/passwd", "/",
					    "[heap]",	 "[vdso", "/dev/null"};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		symbols_learn_mapping(symbols, NO_PROCESS, 0x1000000, 0x1001000, 0, paths[i], NULL);
		CHECK(!symbols_user(symbols, NO_PROCESS, 0x1000010).name);
	}
	symbols_forget_process(symbols, NO_PROCESS);
}

/* A vdso is told of that is not as ours is. */
static void a_vdso_of_any_size_is_ours(void)
{
	symbols_learn_mapping(symbols, NO_PROCESS, 1ull << 40, 1ull << 41, 0, "[vdso]", NULL);
	CHECK(!symbols_user(symbols, NO_PROCESS, (1ull << 41) - 1).name);
	symbols_forget_process(symbols, NO_PROCESS);
}

static void many_processes_are_forgotten_in_turn(void)
{
	struct symbols *many = symbols_new();

	for (uint32_t pid = NO_PROCESS; pid < NO_PROCESS + 40000; pid++)
		symbols_learn_mapping(many, pid, 0x1000, 0x2000, 0, "[jit]", NULL);
	CHECK(!symbols_user(many, NO_PROCESS, 0x1000).module);
	CHECK_STR(symbols_user(many, NO_PROCESS + 39999, 0x1000).module, "[jit]");
	symbols_free(many);
}

static void those_never_met_displace_nobody(void)
{
	struct symbols *many = symbols_new();

	symbols_learn_mapping(many, NO_PROCESS, 0x1000, 0x2000, 0, "[jit]", NULL);
	for (uint32_t pid = NO_PROCESS + 1; pid < NO_PROCESS + 40000; pid++)
		symbols_forget_process(many, pid);
	CHECK_STR(symbols_user(many, NO_PROCESS, 0x1000).module, "[jit]");
	symbols_free(many);
}

static void a_child_has_what_its_parent_has(void)
{
	struct symbols *fresh = symbols_new();

	symbols_learn_mapping(fresh, NO_PROCESS, 0x1000, 0x2000, 0, "[before]", NULL);
	symbols_fork_process(fresh, self, NO_PROCESS);
	CHECK_STR(symbols_user(fresh, NO_PROCESS, ADDRESS(own_function)).name, "own_function");
	CHECK(!symbols_user(fresh, NO_PROCESS, 0x1000).module);
	symbols_learn_mapping(fresh, NO_PROCESS, 0x1000, 0x2000, 0, "[child]", NULL);
	CHECK(!symbols_user(fresh, self, 0x1000).module);
	symbols_fork_process(fresh, NO_PROCESS, NO_PROCESS + 1); /* and its child */
	symbols_forget_process(fresh, NO_PROCESS);
	CHECK_STR(symbols_user(fresh, NO_PROCESS + 1, 0x1000).module, "[child]");
	CHECK(!symbols_user(fresh, NO_PROCESS, 0x1000).module);
	symbols_free(fresh);
}

/* The parent is the one that has to make room. */
static void children_may_displace_their_parents(void)
{
	struct symbols *many = symbols_new();

	symbols_learn_mapping(many, NO_PROCESS, 0x1000, 0x2000, 0, "[jit]", NULL);
	for (uint32_t pid = NO_PROCESS + 1; pid < NO_PROCESS + 40000; pid++)
		symbols_fork_process(many, pid - 1, pid);
	CHECK_STR(symbols_user(many, NO_PROCESS + 39999, 0x1000).module, "[jit]");
	for (uint32_t pid = NO_PROCESS + 1; pid < NO_PROCESS + 40000; pid++)
		symbols_fork_process(many, NO_PROCESS, pid);
	symbols_free(many);
}

/* Children of the test, each with a mapping that it is told to have. */
static void processes_with_compiled_code_that_are_too_many_are_told_once(void)
{
	enum { CHILDREN = 258 };
	struct symbols *many = symbols_new();
	int saved = dup(STDERR_FILENO), said = memfd_create("stderr", MFD_CLOEXEC);
	pid_t children[CHILDREN];
	char text[512] = "";

	dup2(said, STDERR_FILENO);
	for (int i = 0; i < CHILDREN; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			pause();
			_exit(0);
		}
		symbols_learn_mapping(many, (uint32_t)children[i], 0x1000, 0x2000, 0, "//anon",
				      NULL);
		symbols_user(many, (uint32_t)children[i], 0x1000);
	}
	dup2(saved, STDERR_FILENO);
	for (int i = 0; i < CHILDREN; i++) {
		kill(children[i], SIGKILL);
		waitpid(children[i], NULL, 0);
	}
	CHECK(pread(said, text, sizeof(text) - 1, 0) > 0);
	CHECK_STR(text,
		  "memtap: code that some processes have compiled has no names: 256 processes have "
		  "such code, as many as may; with -p there are fewer\n");
	close(saved);
	close(said);
	symbols_free(many);
}

/* Half of what may be open is for files, three for each. */
static struct rlimit allow_files(rlim_t count)
{
	struct rlimit limit, low;

	getrlimit(RLIMIT_NOFILE, &limit);
	low = (struct rlimit){2 * 3 * count, limit.rlim_max};
	setrlimit(RLIMIT_NOFILE, &low);
	return limit;
}

static struct symbols *new_with_one_file(void)
{
	struct rlimit limit = allow_files(1);
	struct symbols *few = symbols_new();

	setrlimit(RLIMIT_NOFILE, &limit);
	return few;
}

static void files_that_are_too_many_are_told_once(void)
{
	struct symbols *few = new_with_one_file();
	int saved = dup(STDERR_FILENO), said = memfd_create("stderr", MFD_CLOEXEC);
	char text[256] = "";

	dup2(said, STDERR_FILENO);
	symbols_learn_process(few, self);
	symbols_learn_process(few, self);
	dup2(saved, STDERR_FILENO);
	CHECK(pread(said, text, sizeof(text) - 1, 0) > 0);
	CHECK_STR(text,
		  "memtap: functions of some files have no names: 1 file is open, as many as may "
		  "be; with -p there are fewer\n");
	CHECK(!symbols_user(few, self, ADDRESS(gnu_get_libc_version)).name);
	close(saved);
	close(said);
	symbols_free(few);
}

/* They are closed at once. */
static void files_of_no_code_take_no_room(void)
{
	struct rlimit limit = allow_files(1);
	struct mapped_files *files = mapped_files_new();
	static const struct build_id no_id;
	char path[PATH_MAX];
	int texts[4];

	setrlimit(RLIMIT_NOFILE, &limit);
	for (int i = 0; i < 4; i++) {
		char text[] = "/tmp/memtap-unit-XXXXXX";

		texts[i] = mkstemp(text); /* open, so that all have other inodes */
		CHECK_INT(write(texts[i], "text", 4), 4);
		CHECK(!open_of_gone(files, text, &no_id));
		unlink(text);
	}
	CHECK(realpath("/proc/self/exe", path));
	CHECK(open_of_gone(files, path, &no_id));
	for (int i = 0; i < 4; i++)
		close(texts[i]);
	mapped_files_free(files);
}

/* ---- frames ---- */

#define CALLER	(FRAME_1 + 100)
#define FRAME_1 ADDRESS(own_function)

static size_t frames_of(const struct abi_stack *stack, uint64_t frames[ABI_STACK_MAX + 1])
{
	return symbols_user_frames(symbols, self, stack, frames);
}

static void frames_without_a_word_stay_as_they_are(void)
{
	struct abi_stack stack = {
		.count = 3, .word = CALLER, .frames = {FRAME_1, FRAME_1 + 1, FRAME_1 + 2}};
	uint64_t frames[ABI_STACK_MAX + 1];

	CHECK_INT(frames_of(&stack, frames), 3);
	CHECK(frames[0] == FRAME_1 && frames[1] == FRAME_1 + 1 && frames[2] == FRAME_1 + 2);
	stack.count = 0;
	CHECK_INT(frames_of(&stack, frames), 0);
}

static void a_walk_that_left_code_ends(void)
{
	struct abi_stack stack = {.count = 5, .frames = {FRAME_1, FRAME_1 + 1, 8, 8, FRAME_1}};
	uint64_t frames[ABI_STACK_MAX + 1];

	CHECK_INT(frames_of(&stack, frames), 3);
	CHECK(frames[1] == FRAME_1 + 1 && frames[2] == 8);
}

static void the_caller_at_a_functions_entry_is_put_in(void)
{
	struct abi_stack stack = {.count = 2,
				  .word_kind = ABI_WORD_CALLER,
				  .word = CALLER,
				  .frames = {ADDRESS(framed), FRAME_1}};
	uint64_t frames[ABI_STACK_MAX + 1];

	CHECK_INT(frames_of(&stack, frames), 3);
	CHECK(frames[0] == ADDRESS(framed) && frames[1] == CALLER && frames[2] == FRAME_1);
	stack.frames[1] = CALLER; /* the kernel has put it in already */
	CHECK_INT(frames_of(&stack, frames), 2);
	stack.count = 1;
	CHECK_INT(frames_of(&stack, frames), 2);
	stack.word = 0;
	CHECK_INT(frames_of(&stack, frames), 1);
}

static void a_word_is_put_in_where_no_frame_is_set_up(void)
{
	struct abi_stack stack = {
		.count = 2, .word_kind = ABI_WORD_MAYBE, .word = CALLER, .frames = {0, FRAME_1}};
	uint64_t frames[ABI_STACK_MAX + 1];

#ifdef __x86_64__
	stack.frames[0] = ADDRESS(framed);
	CHECK_INT(frames_of(&stack, frames), 3);
	CHECK(frames[1] == CALLER);
	stack.frames[0] = ADDRESS(framed_body);
	CHECK_INT(frames_of(&stack, frames), 2);
	stack.frames[0] = ADDRESS(framed_end);
	CHECK_INT(frames_of(&stack, frames), 3);
#endif
	stack.frames[0] = 12345; /* nothing is known there */
	CHECK_INT(frames_of(&stack, frames), 2);
}

static void trampolines_are_left_out(void)
{
	struct abi_stack stack = {.count = 4,
				  .word_kind = ABI_WORD_CALLER,
				  .word = 0x20000010,
				  .frames = {ADDRESS(framed), 0x20000000, FRAME_1, 0x20000000}};
	uint64_t frames[ABI_STACK_MAX + 1];

	symbols_learn_mapping(symbols, self, 0x20000000, 0x20001000, 0, "[uprobes]", NULL);
	CHECK_INT(frames_of(&stack, frames), 2);
	CHECK(frames[0] == ADDRESS(framed) && frames[1] == FRAME_1);
}

static void deep_stacks_fit(void)
{
	struct abi_stack stack = {.count = ABI_STACK_MAX,
				  .word_kind = ABI_WORD_CALLER,
				  .word = CALLER};
	uint64_t frames[ABI_STACK_MAX + 1];

	for (int i = 0; i < ABI_STACK_MAX; i++)
		stack.frames[i] = FRAME_1 + 1;
	CHECK_INT(frames_of(&stack, frames), ABI_STACK_MAX + 1);
	stack.count = UINT32_MAX;
	CHECK_INT(frames_of(&stack, frames), ABI_STACK_MAX + 1);
}

int main(void)
{
	self = (uint32_t)getpid();
	symbols = symbols_new();
	RUN(own_functions_have_names);
	RUN(functions_of_libraries_have_names);
	RUN(functions_of_the_vdso_have_names);
	RUN(unknown_addresses_have_no_name);
	RUN(code_without_a_file_has_no_name);
	RUN(kernel_addresses_do_not_crash);
	RUN(new_mappings_are_found_after_a_while);
	RUN(processes_that_ended_keep_their_names);
	RUN(of_two_files_of_a_build_the_path_tells);
	RUN(mappings_can_be_told);
	RUN(odd_files_have_no_symbols);
	RUN(a_vdso_of_any_size_is_ours);
	RUN(many_processes_are_forgotten_in_turn);
	RUN(files_that_are_too_many_are_told_once);
	RUN(processes_with_compiled_code_that_are_too_many_are_told_once);
	RUN(files_of_no_code_take_no_room);
	RUN(those_never_met_displace_nobody);
	RUN(a_child_has_what_its_parent_has);
	RUN(children_may_displace_their_parents);
	RUN(frames_without_a_word_stay_as_they_are);
	RUN(a_walk_that_left_code_ends);
	RUN(the_caller_at_a_functions_entry_is_put_in);
	RUN(a_word_is_put_in_where_no_frame_is_set_up);
	RUN(trampolines_are_left_out);
	RUN(deep_stacks_fit);
	symbols_free(symbols);
	return unit_status();
}
