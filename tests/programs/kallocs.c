/*
 * kallocs [--free] KIND N [SIZE]: has the kernel allocate N things of a known size.
 *
 *     messages   System V messages of SIZE bytes: kmalloc(SIZE + 48), in load_msg()
 *     keys       keys of SIZE bytes: kmalloc(SIZE + 24), in user_preparse(); above 8 KB by pages
 *     files      of /dev/null: the slab cache filp
 *     blocks     of SIZE bytes, a power of two, for a packet socket: pages, in packet_set_ring()
 *     mounts     of tmpfs: per-CPU counters of 4 bytes, in shmem_fill_super(); needs root
 *
 * With --free they are given back before "done", by the same thread; the kernel may free messages
 * at once, and files when it gets to it.
 */
#include "workload.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define KEYRING_OF_PROCESS (-2) /* KEY_SPEC_PROCESS_KEYRING: linux/keyctl.h */
#define FRAME_SIZE	   2048

struct wanted {
	int n;
	size_t size;
	bool free;
};

static void check(bool ok, const char *what)
{
	if (ok)
		return;
	workload_say("unexpected: %s\n", what);
	_exit(1);
}

static void messages(const struct wanted *wanted)
{
	static struct {
		long type;
		char text[8192];
	} message = {.type = 1};
	struct msqid_ds limits;
	int queue = msgget(IPC_PRIVATE, 0600);

	check(queue >= 0 && msgctl(queue, IPC_STAT, &limits) == 0, "msgget");
	limits.msg_qbytes = wanted->n * wanted->size;
	check(msgctl(queue, IPC_SET, &limits) == 0, "IPC_SET");
	for (int i = 0; i < wanted->n; i++)
		check(msgsnd(queue, &message, wanted->size, IPC_NOWAIT) == 0, "msgsnd");
	if (wanted->free)
		check(msgctl(queue, IPC_RMID, NULL) == 0, "IPC_RMID");
}

static void keys(const struct wanted *wanted)
{
	static const char bytes[32767];
	char name[20];

	for (int i = 0; i < wanted->n; i++) {
		snprintf(name, sizeof(name), "kallocs:%d", i);
		check(syscall(SYS_add_key, "user", name, bytes, wanted->size, KEYRING_OF_PROCESS) >=
			      0,
		      "add_key");
	}
}

static void files(const struct wanted *wanted)
{
	struct rlimit limit = {wanted->n + 10, wanted->n + 10};
	int files[wanted->n];

	check(setrlimit(RLIMIT_NOFILE, &limit) == 0, "setrlimit");
	for (int i = 0; i < wanted->n; i++) {
		files[i] = open("/dev/null", O_RDONLY);
		check(files[i] >= 0, "open");
	}
	for (int i = 0; i < wanted->n && wanted->free; i++)
		close(files[i]);
}

static void blocks(const struct wanted *wanted)
{
	struct tpacket_req ring = {.tp_block_size = wanted->size,
				   .tp_block_nr = wanted->n,
				   .tp_frame_size = FRAME_SIZE,
				   .tp_frame_nr = wanted->n * (wanted->size / FRAME_SIZE)};
	int packets = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));

	check(packets >= 0, "socket");
	check(setsockopt(packets, SOL_PACKET, PACKET_RX_RING, &ring, sizeof(ring)) == 0,
	      "PACKET_RX_RING");
	if (wanted->free)
		close(packets);
}

static void mounts(const struct wanted *wanted)
{
	static const char place[] = "kallocs.mount";

	check(mkdir(place, 0700) == 0 || errno == EEXIST, "mkdir");
	for (int i = 0; i < wanted->n; i++)
		check(mount("none", place, "tmpfs", 0, NULL) == 0, "mount");
	for (int i = 0; i < wanted->n && wanted->free; i++)
		check(umount(place) == 0, "umount");
}

static const struct {
	const char *name;
	void (*allocate)(const struct wanted *wanted);
} kinds[] = {
	{"messages", messages}, {"keys", keys},	    {"files", files},
	{"blocks", blocks},	{"mounts", mounts},
};

int main(int argc, char **argv)
{
	struct wanted wanted = {0};

	workload_options(&argc, &argv);
	if (argc > 1 && !strcmp(argv[1], "--free")) {
		wanted.free = true;
		argc--, argv++;
	}
	if (argc < 3)
		return 2;
	wanted.n = atoi(argv[2]);
	wanted.size = argc > 3 ? strtoul(argv[3], NULL, 0) : 0;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (strcmp(argv[1], kinds[i].name) != 0)
			continue;
		workload_begin();
		kinds[i].allocate(&wanted);
		workload_end();
		return 0;
	}
	return 2;
}
