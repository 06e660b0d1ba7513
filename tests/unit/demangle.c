#include "runtime/demangle.h"

#include <stdlib.h>

#include "tests/unit/unit.h"

static void check_name(const char *mangled, bool has_parameters, const char *expected)
{
	char *plain = demangle(mangled, has_parameters);

	if (expected)
		CHECK_STR(plain, expected);
	else
		CHECK(!plain);
	free(plain);
}

static void names_of_cplusplus_are_plain(void)
{
	check_name("_ZN4math3addEi", true, "math::add(int)");
	check_name("_ZN4math3addEi", false, "math::add");
	check_name("_ZNSt6vectorIiSaIiEE9push_backERKi", true,
		   "std::vector<int, std::allocator<int> >::push_back(int const&)");
}

static void names_of_rust_are_plain(void)
{
	check_name("_RNvCs1234_7mycrate3foo", true, "mycrate::foo");
	check_name("_RNvMs0_NtCskBunLyg1mwL_5alloc3vecINtB5_3VecmE4push", true,
		   "<alloc::vec::Vec<u32>>::push");
	check_name("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", true,
		   "core::fmt::Formatter::pad");
	check_name("_ZN7mycrate3foo28_$u7b$$u7b$closure$u7d$$u7d$17h05af221e174051e9E", false,
		   "mycrate::foo::{{closure}}");
	check_name("_RNvC0_1b", true, "::b"); /* a crate without a name */
}

static void other_names_are_none(void)
{
	static const char *const names[] = {"", "_", "_Z", "_R", "main", "_start", "_ZN4math", "Z3addi"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		check_name(names[i], true, NULL);
}

/* f(S<int, int>, S<..., ...>, ...): each argument is made of the one before, twice. */
static void names_that_grow_without_end_stay_mangled(void)
{
	char name[512] = "_Z1f1SIiiE";

	for (int i = 0; i < 30; i++) {
		char part[16], before = (char)(i < 10 ? '0' + i : 'A' + i - 10);

		snprintf(part, sizeof(part), "S_IS%c_S%c_E", before, before);
		strcat(name, part);
		if (i == 3)
			check_name(name, false, "f");
	}
	check_name(name, true, NULL);
}

int main(void)
{
	RUN(names_of_cplusplus_are_plain);
	RUN(names_of_rust_are_plain);
	RUN(other_names_are_none);
	RUN(names_that_grow_without_end_stay_mangled);
	return unit_status();
}
