/*
 * What memtap itself has to say on stderr, and why something could not be done.
 */
#ifndef MEMTAP_MESSAGE_H
#define MEMTAP_MESSAGE_H

/* What messages begin with: "memtap", unless main() says otherwise. */
extern const char *program_name;

/* Prints one line: "memtap: ...". */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* One sentence, kept until it is known whether anyone has to hear it. */
struct reason {
	char text[512];
};

/* Both return false, so that a failing check can say why and return at once. */
_Bool reason_set(struct reason *reason, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Adds "; did you mean 'x'?" when `name` is not NULL. */
_Bool reason_add_nearest(struct reason *reason, const char *name);

#endif
