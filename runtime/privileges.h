/*
 * What this process may do, and how it gives up what it does not need any more.
 *
 * Before anything is compiled or opened, privileges_check() says in one line what is missing for
 * tracing at all; what single probes need besides, they say themselves. Once everything is
 * attached, privileges_drop() leaves what reading of maps, of symbols and of other processes takes.
 */
#ifndef MEMTAP_PRIVILEGES_H
#define MEMTAP_PRIVILEGES_H

#include <linux/capability.h>
#include <stdbool.h>
#include <sys/types.h>

#ifndef CAP_PERFMON /* Linux 5.8 */
#define CAP_PERFMON 38
#define CAP_BPF	    39
#endif
#ifndef CAP_CHECKPOINT_RESTORE /* Linux 5.9 */
#define CAP_CHECKPOINT_RESTORE 40
#endif

/*
 * Both return an exit status; the message is printed. The first is to be called before any file is
 * opened, which would be opened as its owner.
 */
int privileges_refuse_set_id(void);
int privileges_check(void);

/* Whether it has the capability; also where that cannot be found out: the kernel will say no. */
bool privileges_have(int capability);

/*
 * May a program in such a file change things in our name? Not when everybody may write to it; nor
 * when its owner, or a group that may write to it, is neither root's, nor ours, nor that of whoever
 * has run us by sudo(8). Directories above it are not looked at. Returns false with a message.
 */
bool privileges_trust(const char *path, uid_t owner, gid_t group, mode_t mode);

/* Why a file was refused with EACCES: " (this process lacks CAP_...)"; "": it is not that. */
const char *privileges_lacking_to_read(const char *path);

/* What a run goes on needing besides what all runs do. */
struct privileges_use {
	bool opens_events; /* perf events, after everything is attached */
	bool has_command;  /* which it may have to end, whoever that runs as */
};

/* All that is not needed for the rest of the run, for good. */
void privileges_drop(const struct privileges_use *use);
/* All. */
void privileges_drop_all(void);

/* Whom root is to be for what needs nobody's rights: who called sudo(8), else nobody. */
struct privileges_user {
	uid_t user;
	gid_t group;
};

struct privileges_user privileges_instead_of_root(void);
/* For good. False: the kernel refuses it. */
bool privileges_become(const struct privileges_user *user);

#endif
