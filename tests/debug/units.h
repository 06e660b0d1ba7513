/* Included by both units of a program, which describe it each. */
typedef struct {
	long id;
	int sizes[2][3];
	enum { IDLE, BUSY } state;
} shared_t;
