// What declarations cannot be.
struct one { int a; int a; };
struct two { unknown_t b; };
struct three { int c : 40; };
struct four { int d[pid]; };
struct five { int e[100000][100000]; };
struct six { struct six inside; };
struct seven { void g; };
struct seven { int h; };
enum eight { BIG = 1 << 40 };
typedef not_there_t nine;
struct ten { long long unknown_t x; };
BEGIN { print(sizeof(struct one)); exit(); }
