/*
 * kcorrupt KIND: has the kernel allocate objects, of which KFENCE watches one, and free them.
 *
 *     stray   in between, the byte beside that one is overwritten, as by a device whose DMA goes
 *             astray: the one by which QEMU hands files to firmware (fw_cfg)
 *     none    in between, nothing happens
 *
 * It prints "overwrites ADDRESS". For root in the test VM, whose kernel's memory it damages: it
 * asks KFENCE itself which object that is, and wants it awake (its sample_interval not 0).
 */
#include "workload.h"

#include <arpa/inet.h>
#include <elf.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/eventfd.h>
#include <sys/io.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define PAGE   UINT64_C(4096)
#define FILES  5000 /* the kernel allocates an object for each */
#define ROUNDS 20

/* QEMU's docs/specs/fw_cfg: a transfer begins when the low half of its address is written. */
#define FW_CFG_DMA	 0x514
#define FW_CFG_SIGNATURE 0
#define FW_CFG_ERROR	 0x01
#define FW_CFG_READ	 0x02
#define FW_CFG_SELECT	 0x08

struct transfer { /* big endian */
	uint32_t control, length, address_high, address_low;
};

__attribute__((noreturn)) static void give_up(const char *what)
{
	perror(what);
	exit(3);
}

/* Of a page of this process, which has it. */
static uint64_t physical_address(const void *at)
{
	uint64_t entry, index = (uintptr_t)at / PAGE;
	int file = open("/proc/self/pagemap", O_RDONLY);

	if (pread(file, &entry, sizeof(entry), (off_t)(index * sizeof(entry))) != sizeof(entry))
		give_up("/proc/self/pagemap");
	close(file);
	return (entry & ((UINT64_C(1) << 55) - 1)) * PAGE + (uintptr_t)at % PAGE;
}

/* Of memory of the kernel, as its core file says. */
static uint64_t kernel_physical_address(uint64_t address)
{
	int file = open("/proc/kcore", O_RDONLY);
	Elf64_Phdr segment;
	Elf64_Ehdr header;

	if (read(file, &header, sizeof(header)) != sizeof(header))
		give_up("/proc/kcore");
	for (int i = 0; i < header.e_phnum; i++) {
		off_t at = (off_t)header.e_phoff + i * (off_t)sizeof(segment);

		if (pread(file, &segment, sizeof(segment), at) == sizeof(segment) &&
		    segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
		    address - segment.p_vaddr < segment.p_memsz) {
			close(file);
			return segment.p_paddr + (address - segment.p_vaddr);
		}
	}
	give_up("no segment of /proc/kcore");
}

/* The device writes the first byte of its signature there. */
static void overwrite(uint64_t physical)
{
	volatile struct transfer *transfer =
		mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED | MAP_POPULATE, -1, 0);
	uint64_t place;

	if (transfer == MAP_FAILED || ioperm(FW_CFG_DMA, 8, 1) != 0)
		give_up("fw_cfg");
	transfer->control = htonl(FW_CFG_SIGNATURE << 16 | FW_CFG_SELECT | FW_CFG_READ);
	transfer->length = htonl(1);
	transfer->address_high = htonl((uint32_t)(physical >> 32));
	transfer->address_low = htonl((uint32_t)physical);
	place = physical_address((void *)transfer);
	outl(htonl((uint32_t)(place >> 32)), FW_CFG_DMA);
	outl(htonl((uint32_t)place), FW_CFG_DMA + 4);
	if (transfer->control != 0)
		give_up("fw_cfg refuses");
}

/*
 * The byte behind an object of ours that KFENCE watches, or before it where it ends with its page;
 * 0: there is none. Of /sys/kernel/debug/kfence/objects:
 *
 *     kfence-#5: 0xffff888003a0c000-0xffff888003a0c037, size=56, cache=kmalloc-64
 *
 *     allocated by task 161 on cpu 0 at 13.078144s (0.001158s ago):
 *      do_eventfd+0x3a/0x1d0
 *     ---------------------------------
 */
static uint64_t find_byte(void)
{
	FILE *file = fopen("/sys/kernel/debug/kfence/objects", "r");
	uint64_t first = 0, last = 0, found = 0;
	bool is_ours = false;
	char line[300];
	int task;

	if (!file)
		give_up("KFENCE");
	while (!found && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "kfence-#%*d: 0x%" SCNx64 "-0x%" SCNx64, &first, &last) == 2)
			is_ours = false;
		else if (sscanf(line, "allocated by task %d", &task) == 1)
			is_ours = task == getpid() && fgets(line, sizeof(line), file) &&
				  strstr(line, "do_eventfd");
		else if (!strncmp(line, "freed by", 8))
			is_ours = false;
		else if (!strncmp(line, "-----", 5) && is_ours)
			found = last % PAGE != PAGE - 1 ? last + 1 : first - 1;
	}
	fclose(file);
	return found;
}

/* True when there was an object to overwrite. */
static bool run(bool is_stray)
{
	static int files[FILES];
	uint64_t byte;

	for (int i = 0; i < FILES; i++)
		files[i] = eventfd(0, EFD_CLOEXEC);
	byte = find_byte();
	if (byte && is_stray) {
		workload_say("overwrites %" PRIx64 "\n", byte);
		overwrite(kernel_physical_address(byte));
	}
	for (int i = 0; i < FILES; i++)
		close(files[i]);
	return byte != 0;
}

int main(int argc, char **argv)
{
	struct rlimit limit = {FILES + 100, FILES + 100};
	int rounds = 0;

	workload_options(&argc, &argv);
	if (argc != 2 || (strcmp(argv[1], "stray") && strcmp(argv[1], "none"))) {
		fprintf(stderr, "usage: kcorrupt [--now] [--exit] stray|none\n");
		return 2;
	}
	setrlimit(RLIMIT_NOFILE, &limit);
	workload_begin();
	while (!run(!strcmp(argv[1], "stray")))
		if (++rounds == ROUNDS)
			give_up("KFENCE watches none of the objects");
	workload_end();
	return 0;
}
