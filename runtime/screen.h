/*
 * --top: on a terminal, what a program prints again and again is shown in one place, as top(1)
 * does, until it ends; then the last of it is printed where all else was.
 *
 * The output goes through screen_out(). As long as no program that memtap runs itself (interval,
 * self) has printed anything, it goes on to the terminal. From then on it is kept in a frame
 * (runtime/frame.h), with what goes to `stderr`, and drawn on the terminal's other screen.
 *
 * The terminal is as it was after screen_leave(), and after signals that end memtap or stop it
 * (^Z).
 */
#ifndef MEMTAP_SCREEN_H
#define MEMTAP_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct screen;

/* NULL: `terminal` is none that is ours to draw on, which is told where it could not be expected.
 */
struct screen *screen_open(FILE *terminal);
void screen_close(struct screen *screen); /* NULL is allowed, as below */

FILE *screen_out(const struct screen *screen);
/* Readable when it has to be drawn anew; -1 without a screen. */
int screen_fd(const struct screen *screen);

/* What has been printed so far goes to the terminal now, and will stay above the reports. */
void screen_end_head(struct screen *screen);
/* What is printed from here on is part of the report that is being made, or not. */
void screen_turn_to(struct screen *screen, bool is_of_report);
/*
 * That report, of a program by a number of the caller's, takes the place of the one before, also
 * when there is nothing to be seen in it. Where it has no part at all, the one before stays.
 */
void screen_end_report(struct screen *screen, size_t program);

/* Draws what has changed. Returns 0 or a negative errno. */
int screen_draw(struct screen *screen);

/* From here on the output goes to the terminal, below the last reports. */
void screen_leave(struct screen *screen);
/* For handlers of signals that end memtap: the terminal as it was, without the reports. */
void screen_restore(void);

#endif
