#include "runtime/symbols_kernel.h"

#include <stdlib.h>

#include "tests/unit/unit.h"

static const char text[] = "0000000000001000 A cpu_number\n"
			   "ffffffff81000000 T _text\n"
			   "ffffffff81000000 T _stext\n"
			   "ffffffff81000100 t vfs_read\n"
			   "ffffffff81000200 W weak_one\n"
			   "ffffffff81000300 D some_data\n"
			   "ffffffffc0000000 t ext4_alloc\t[ext4]\n"
			   "ffffffffc0000100 t bpf_prog_6e3e14c06b0f49fa_begin_1\t[bpf]\n"
			   "ffffffff81000080 T out_of_order\n";

static struct symbol find_in(const char *lines, size_t length, uint64_t address)
{
	struct kernel_symbols *symbols = kernel_symbols_from_text(lines, length);
	static char name[64], module[64];
	struct symbol symbol = kernel_symbols_find(symbols, address);

	if (symbol.name) {
		snprintf(name, sizeof(name), "%s", symbol.name);
		snprintf(module, sizeof(module), "%s", symbol.module);
		symbol.name = name;
		symbol.module = module;
	}
	kernel_symbols_free(symbols);
	return symbol;
}

static struct symbol find(uint64_t address)
{
	return find_in(text, strlen(text), address);
}

static void functions_are_found_with_their_offset(void)
{
	struct symbol symbol = find(0xffffffff81000100);

	CHECK_STR(symbol.name, "vfs_read");
	CHECK_STR(symbol.module, "[kernel]");
	CHECK_INT(symbol.offset, 0);
	symbol = find(0xffffffff810001ff);
	CHECK_STR(symbol.name, "vfs_read");
	CHECK_INT(symbol.offset, 255);
	CHECK_STR(find(0xffffffff81000200).name, "weak_one");
	CHECK_STR(find(0xffffffff81000090).name, "out_of_order");
}

static void of_several_names_the_first_is_shown(void)
{
	CHECK_STR(find(0xffffffff81000000).name, "_text");
	CHECK_STR(find(0xffffffff8100007f).name, "_text");
}

static void functions_of_modules_have_their_module(void)
{
	struct symbol symbol = find(0xffffffffc0000004);

	CHECK_STR(symbol.name, "ext4_alloc");
	CHECK_STR(symbol.module, "ext4");
	CHECK_STR(find(0xffffffffc0000100).name, "bpf_prog_6e3e14c06b0f49fa_begin_1");
}

static void what_is_no_function_has_no_name(void)
{
	CHECK(!find(0).name);
	CHECK(!find(12).name);
	CHECK(!find(0x1000).name);
	CHECK(!find(0x2000).name);
	CHECK(!find(0xffffffff81000300).name); /* data */
	CHECK(!find(0xffffffff80ffffff).name);
	CHECK(find(0xffffffff80ffffff).offset == 0xffffffff80ffffff);
}

/* kallsyms has no sizes, but no function is that large. */
static void far_behind_a_function_there_is_none(void)
{
	CHECK_STR(find(0xffffffffc0000100 + 4096).name, "bpf_prog_6e3e14c06b0f49fa_begin_1");
	CHECK(!find(0xffffffffc0000100 + (4 << 20)).name);
	CHECK(!find(UINT64_MAX).name);
}

static void hidden_addresses_give_nothing(void)
{
	static const char hidden[] = "0000000000000000 T _text\n0000000000000000 T vfs_read\n";

	CHECK(!find_in(hidden, strlen(hidden), 0xffffffff81000000).name);
	CHECK(!find_in(hidden, strlen(hidden), 0).name);
}

static void damaged_lines_are_passed_over(void)
{
	static const char damaged[] = "\n"
				      "ffffffff81000000\n"
				      "ffffffff81000000 \n"
				      "ffffffff81000000 T\n"
				      "ffffffff81000000 T \n"
				      "not a line\n"
				      "ffffffff81000010 T good\n"
				      "ffffffff81000020 T odd\t[\n"
				      "ffffffff81000030 T last";

	CHECK_STR(find_in(damaged, strlen(damaged), 0xffffffff81000010).name, "good");
	CHECK_STR(find_in(damaged, strlen(damaged), 0xffffffff81000020).name, "odd");
	CHECK_STR(find_in(damaged, strlen(damaged), 0xffffffff81000034).name, "last");
	CHECK(!find_in(damaged, strlen(damaged), 0xffffffff81000000).name);
	CHECK(!find_in("", 0, 1).name);
}

static void the_text_needs_no_end(void)
{
	for (size_t length = 0; length < strlen(text); length++) {
		char *cut = strndup(text, length);

		find_in(cut, length, 0xffffffffc0000000);
		free(cut);
	}
}

int main(void)
{
	RUN(functions_are_found_with_their_offset);
	RUN(of_several_names_the_first_is_shown);
	RUN(functions_of_modules_have_their_module);
	RUN(what_is_no_function_has_no_name);
	RUN(far_behind_a_function_there_is_none);
	RUN(hidden_addresses_give_nothing);
	RUN(damaged_lines_are_passed_over);
	RUN(the_text_needs_no_end);
	return unit_status();
}
