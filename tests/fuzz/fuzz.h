/*
 * A fuzz target is a file of this folder with the two functions below. It is linked twice: with
 * libFuzzer (driver.c), which invents inputs, and with replay.c, which takes them from files and
 * needs no more than the C compiler.
 *
 * Whatever the input, fuzz_one() returns: what is wrong with it, the code under test says in its
 * own way, which is not looked at. A crash, a leak, a report of a sanitizer or a call of
 * fuzz_fail() is a find.
 */
#ifndef MEMTAP_FUZZ_H
#define MEMTAP_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

void fuzz_begin(void); /* once, before any input */
void fuzz_one(const uint8_t *data, size_t size);

/* What must never be has been: prints it and aborts. */
_Noreturn void fuzz_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The path of a file that holds the input: for readers that open files. The file stays the same, so
 * that one path will do for all inputs. */
const char *fuzz_file(const uint8_t *data, size_t size);

FILE *fuzz_nowhere(void);			/* what is written there is thrown away */
const char *fuzz_setting(const char *variable); /* of the environment; must be there */

#endif
