#include "runtime/elf_source.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "runtime/elf_file.h"
#include "tests/unit/unit.h"

/*
 * A unit of the debug info of this very program, by hand: many functions, all of which have the
 * same list of ranges. In DWARF 4: entries of five bytes, ranges of 16.
 */
extern const char shared_code[];

#define RANGES	  "4096"
#define FUNCTIONS "16384"

__asm__(".pushsection .text.shared_code,\"ax\",%progbits\n"
	".globl shared_code\n"
	"shared_code: .fill 64, 1, 0\n"
	".popsection\n"
	".pushsection .debug_abbrev,\"\",%progbits\n"
	".Lmany_abbrev:\n"
	"	.uleb128 1, 0x11\n" /* DW_TAG_compile_unit, with children */
	"	.byte 1\n"
	"	.uleb128 0x55, 0x17, 0x11, 0x01\n" /* DW_AT_ranges, DW_AT_low_pc */
	"	.byte 0, 0\n"
	"	.uleb128 2, 0x2e\n" /* DW_TAG_subprogram */
	"	.byte 0\n"
	"	.uleb128 0x55, 0x17\n"
	"	.byte 0, 0, 0\n"
	".popsection\n"
	".pushsection .debug_ranges,\"\",%progbits\n"
	".Lmany_ranges:\n"
	"	.rept " RANGES "\n"
	"	.quad shared_code, shared_code + 64\n"
	"	.endr\n"
	"	.quad 0, 0\n"
	".popsection\n"
	".pushsection .debug_info,\"\",%progbits\n"
	".Lmany_unit:\n"
	"	.long .Lmany_end - .Lmany_begin\n"
	".Lmany_begin:\n"
	"	.short 4\n"
	"	.long .Lmany_abbrev\n"
	"	.byte 8\n"
	"	.uleb128 1\n"
	"	.long .Lmany_ranges\n"
	"	.quad 0\n"
	"	.rept " FUNCTIONS "\n"
	"	.uleb128 2\n"
	"	.long .Lmany_ranges\n"
	"	.endr\n"
	"	.byte 0\n"
	".Lmany_end:\n"
	".popsection\n"
	".pushsection .debug_aranges,\"\",%progbits\n"
	"	.long 44\n"
	"	.short 2\n"
	"	.long .Lmany_unit\n"
	"	.byte 8, 0, 0, 0, 0, 0\n"
	"	.quad shared_code, 64, 0, 0\n"
	".popsection\n");

/* In the file. */
static uint64_t own_address(const void *pointer)
{
	Dl_info info;

	return dladdr(pointer, &info) ? (uint64_t)((uintptr_t)pointer - (uintptr_t)info.dli_fbase)
				      : 0;
}

static long most_memory_kib(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* 1.6 GB it would be, if all were read. */
static void lists_that_are_shared_take_no_memory_without_end(void)
{
	struct elf_file *file =
		elf_file_open(open("/proc/self/exe", O_RDONLY | O_CLOEXEC), "/proc/self/exe");
	int saved = dup(STDERR_FILENO), said = memfd_create("stderr", MFD_CLOEXEC);
	const struct source_frame *frames;
	long before = most_memory_kib();
	char text[512] = "";

	CHECK(file);
	dup2(said, STDERR_FILENO);
	for (uint64_t i = 0; i < 3; i++)
		CHECK_INT(elf_file_find_source(file, own_address(shared_code) + i, &frames), 1);
	dup2(saved, STDERR_FILENO);
	CHECK(pread(said, text, sizeof(text) - 1, 0) > 0);
	CHECK_STR(text, "memtap: /proc/self/exe: its debug info has too many ranges of code: "
			"functions that are inlined there are not shown\n");
	CHECK(most_memory_kib() - before < 400 << 10);
	close(saved);
	close(said);
	elf_file_close(file);
}

int main(void)
{
	RUN(lists_that_are_shared_take_no_memory_without_end);
	return unit_status();
}
