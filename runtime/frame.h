/*
 * What --top shows: text in parts that come and go by themselves, and as much of it as a window
 * holds.
 *
 *     head      what BEGIN printed, such as names of columns: stays
 *     reports   what each program that memtap runs itself (interval, self) has printed last
 *     events    what the others print: the newest lines, where there is room for them
 *     messages  what has gone to standard error meanwhile
 *
 * Lines are cut where the window ends. When the reports are longer than it is high, their last
 * lines are shown, below one that says so: maps are printed with the largest last.
 */
#ifndef MEMTAP_FRAME_H
#define MEMTAP_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum frame_part { FRAME_HEAD, FRAME_REPORT, FRAME_EVENTS, FRAME_MESSAGES, FRAME_PARTS };

struct frame;

struct frame *frame_new(void);
void frame_free(struct frame *frame); /* NULL is allowed */

/* Of a FRAME_REPORT, to the one that is being made. Of each part the newest text is kept. */
void frame_add(struct frame *frame, enum frame_part part, const char *text, size_t length);
/*
 * The report that was made is that of this program, a number of the caller's, and the next one
 * begins. False: it is empty, and there was none before that it could take the place of.
 */
bool frame_end_report(struct frame *frame, size_t program);

/* Draws it over all of a window. */
void frame_draw(const struct frame *frame, FILE *out, unsigned rows, unsigned columns);
/* A part as it was printed; FRAME_REPORT: all reports. */
void frame_write(const struct frame *frame, enum frame_part part, FILE *out);
/* The same, at once, for a handler of a signal that ends memtap; not for FRAME_REPORT. */
void frame_send(const struct frame *frame, enum frame_part part, int fd);

#endif
