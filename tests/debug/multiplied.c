/*
 * Types whose members are two of the next one, 20 times: of four bytes, and yet of 2^20 members.
 * With a few more, compilers themselves take hours.
 */
#define TWICE(name, of)           \
	union name {              \
		of first, second; \
	}

union u0 {
	int number;
};
TWICE(u1, union u0);
TWICE(u2, union u1);
TWICE(u3, union u2);
TWICE(u4, union u3);
TWICE(u5, union u4);
TWICE(u6, union u5);
TWICE(u7, union u6);
TWICE(u8, union u7);
TWICE(u9, union u8);
TWICE(u10, union u9);
TWICE(u11, union u10);
TWICE(u12, union u11);
TWICE(u13, union u12);
TWICE(u14, union u13);
TWICE(u15, union u14);
TWICE(u16, union u15);
TWICE(u17, union u16);
TWICE(u18, union u17);
TWICE(u19, union u18);
TWICE(u20, union u19);

int multiplied(union u20 number, int after)
{
	return after;
}

int main(int argc, char **argv)
{
	return multiplied((union u20){0}, argc);
}
