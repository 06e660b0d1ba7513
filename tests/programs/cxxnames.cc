/*
 * cxxnames N: a program of C++ whose functions have all that a name can be made of. N times it allocates 32 bytes through a virtual
 * method of a template, called by a lambda that a function of an anonymous namespace has been handed, and an order of 56, whose
 * constructor makes one of 64, both by an operator of their class.
 */
#include "workload.h"

namespace geo
{

class Keep
{
public:
	virtual char *keep(long count) const = 0;
};

template <typename T> class Shelf : public Keep
{
public:
	char *take(long count) const
	{
		char *block = static_cast<char *>(malloc(sizeof(T) * count));

		block[0] = 1;
		return block;
	}
	char *keep(long count) const override
	{
		char *block = take(count);

		block[0] = 2;
		return block;
	}
};

class Order
{
	char text[48];

public:
	Order *next;

	Order(Order *parent, int depth) : text{}, next(depth ? new (8) Order(this, depth - 1) : parent)
	{
	}
	static void *operator new(size_t size, int more)
	{
		char *block = static_cast<char *>(malloc(size + more));

		block[0] = 3;
		return block;
	}
	static void operator delete(void *block, int)
	{
		free(block);
	}
};

} // namespace geo

namespace
{

template <typename F> char *each(int times, F serve)
{
	char *block = nullptr;

	for (int i = 0; i < times; i++) {
		block = serve(i);
		block[0] = 4;
	}
	return block;
}

} // namespace

static geo::Order *volatile last;

int main(int argc, char **argv)
{
	geo::Shelf<int> shelf;
	const geo::Keep &keep = shelf;

	workload_options(&argc, &argv);
	if (argc != 2)
		return 2;
	workload_begin();
	each(atoi(argv[1]), [&](int) {
		char *block = keep.keep(8);

		last = new (0) geo::Order(nullptr, 1);
		return block;
	});
	workload_end();
	return 0;
}
