/*
 * sharing: System V shared memory. Before it is ready it makes a private segment of 1 MiB, attaches
 * it and prints "segment ID". After the go, in this order and each once
 *
 *     shmget  64 KiB under a key that is new; and the same for itself alone, which fails with EEXIST
 *     shmat   the private segment again, to be read
 *     shmctl  IPC_STAT of it
 *     fork    a child that detaches it once, and ends while it still has it once
 *     shmdt   the second attachment; and where nothing is, which fails with EINVAL
 *     shmctl  IPC_RMID of the second segment
 *
 * and nothing else. The other ID and addresses are printed before the end: "NAME VALUE" a line.
 */
#include "workload.h"

#include <errno.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>

#define KIB 1024
#define KEY 0x6d656d74

static void check(bool is_right)
{
	if (!is_right)
		abort();
}

static void run_child(const void *attached)
{
	pid_t child = fork();

	if (child == 0) {
		check(shmdt(attached) == 0);
		_exit(0);
	}
	check(waitpid(child, NULL, 0) == child);
	workload_say("child %d\n", child);
}

int main(int argc, char **argv)
{
	struct shmid_ds status;
	void *first, *again;
	int segment, other;

	workload_options(&argc, &argv);
	segment = shmget(IPC_PRIVATE, 1024 * KIB, IPC_CREAT | 0600);
	first = shmat(segment, NULL, 0);
	check(segment >= 0 && first != (void *)-1);
	workload_say("segment %d\n", segment);
	workload_begin();
	other = shmget(KEY, 64 * KIB, IPC_CREAT | 0640);
	check(other >= 0);
	check(shmget(KEY, 64 * KIB, IPC_CREAT | IPC_EXCL | 0600) < 0 && errno == EEXIST);
	again = shmat(segment, NULL, SHM_RDONLY);
	check(again != (void *)-1 && shmctl(segment, IPC_STAT, &status) == 0);
	run_child(first);
	check(shmdt(again) == 0);
	check(shmdt((void *)4096) < 0 && errno == EINVAL);
	check(shmctl(other, IPC_RMID, NULL) == 0);
	workload_say("other %d\nfirst %p\nagain %p\n", other, first, again);
	workload_end();
	return shmctl(segment, IPC_RMID, NULL) != 0;
}
