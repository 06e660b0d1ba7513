// Base classes, references, methods, and what C++ passes by a pointer.
#include <stdint.h>

static volatile long sink;

class base {
public:
	int kept = 1;
	static int shared;
};
int base::shared;

namespace math
{
class shape : public base {
public:
	int corners;
	shape(int n) : corners(n) {}
	virtual ~shape() {}
	__attribute__((noipa)) int scale(int factor, const shape &other) const
	{
		sink += factor;
		return factor * corners + other.kept;
	}
};

__attribute__((noipa)) shape copy_of(shape original, long n)
{
	sink += n;
	return original;
}

// A copy that takes no code is passed as in C, and a result that takes some has a place of its own.
struct plain {
	long only;
	plain() = default;
	plain(const plain &) = default;
	~plain() = default;
};
struct holder {
	shape held = shape(1);
};
__attribute__((noipa)) holder hold(plain first, holder &second, char last)
{
	sink += first.only + second.held.corners + last;
	return second;
}
}

int main(int argc, char **argv)
{
	math::shape square(4);
	math::holder box;
	math::plain one;
	math::hold(one, box, 'x');
	return square.scale(argc, square) + copy_of(square, argc).corners;
}
