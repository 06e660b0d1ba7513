#define A (1 +
#define B 1 2
BEGIN { print(A); }
