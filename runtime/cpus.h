/*
 * CPUs that come while memtap runs: are taken into service, or wake up with the machine. What was
 * open on one before it went (perf_event_open(2)) is dead.
 */
#ifndef MEMTAP_CPUS_H
#define MEMTAP_CPUS_H

/* A descriptor that is readable when one may have come, or a negative errno. */
int cpus_open(void);
/* Calls `came` for each that has come since the last time, perhaps more often than it has. */
void cpus_take(int fd, void (*came)(void *context, int cpu), void *context);

#endif
