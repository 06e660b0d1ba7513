// What a declaration is made of stands above it; itself it is not made of.
struct outer { struct inner i; };
struct coloured { enum color c; };
struct counted { count_t n; };
struct other { union either e; };
struct inner { int x; };
enum color { RED };
typedef int count_t;
struct either { int x; };
struct own { struct own o; };
struct list { struct late *next; };
struct late { int x; };
BEGIN { print(sizeof(struct outer)); }
