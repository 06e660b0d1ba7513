#include "runtime/cost.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "runtime/attach.h"
#include "runtime/clock.h"
#include "runtime/file.h"
#include "runtime/run.h"

/* Of the probe itself, each time that it fires: a trap from user space, or a call in the kernel. */
#define UPROBE_NS 700
#define KERNEL_NS 20

#define MAPS_MOST 64 /* that a program uses: the kernel's MAX_USED_MAPS */

/*
 * Of a program, or of the two of a pair: they come and go together, and the one that begins knows
 * no map but what it hands to the other.
 */
struct account {
	const char *program; /* which ends the pair */
	const char *probe;   /* the first that it belongs to */
	int fd, begin_fd;    /* begin_fd -1: no pair */
	uint64_t probe_ns;
	uint64_t spent_ns; /* until the last check */
	double share;	   /* from the check before to that one: of one CPU, 1 is all of it */
	bool *uses;	   /* [plan->map_count] */
	bool is_doomed, is_detached;
	uint64_t detached_ns; /* after how long */
};

struct cost {
	struct cost_input in;
	double limit; /* as `share` */
	struct account *accounts;
	size_t count;
	struct account **doomed; /* [count], where doom() lists them */
	int stats; /* while it is open the kernel measures; -1: it does so anyway */
	int timer;
	uint64_t start_ns, checked_ns;
	bool was_told;
};

/* ---- what the kernel has measured ---- */

static bool add_program(int fd, uint64_t probe_ns, uint64_t *spent_ns)
{
	struct bpf_prog_info info = {0};
	uint32_t size = sizeof(info);

	if (bpf_obj_get_info_by_fd(fd, &info, &size) < 0)
		return false;
	*spent_ns += info.run_time_ns + info.run_cnt * probe_ns;
	return true;
}

static uint64_t spent_by(const struct account *account)
{
	uint64_t spent_ns = 0;

	if (!add_program(account->fd, account->probe_ns, &spent_ns) ||
	    (account->begin_fd >= 0 &&
	     !add_program(account->begin_fd, account->probe_ns, &spent_ns)))
		return account->spent_ns;
	return spent_ns;
}

/* Returns the sum of the shares. */
static double measure(struct cost *cost)
{
	uint64_t now_ns = clock_ns(CLOCK_MONOTONIC);
	double passed_ns = (double)(now_ns - cost->checked_ns), sum = 0;

	for (size_t i = 0; i < cost->count; i++) {
		struct account *account = &cost->accounts[i];
		uint64_t spent_ns;

		if (account->is_detached)
			continue;
		spent_ns = spent_by(account);
		account->share = (double)(spent_ns - account->spent_ns) / passed_ns;
		account->spent_ns = spent_ns;
		sum += account->share;
	}
	cost->checked_ns = now_ns;
	return sum;
}

/* ---- above the limit ---- */

static double percent(double share)
{
	return 100 * share;
}

static void tell_detached(const struct cost *cost, const struct account *account)
{
	complain("%s was detached after %.1f s: it took %.1f%% of a CPU, and --max-cost is %g%%; its "
		 "figures are from until then",
		 account->probe, (double)account->detached_ns / NS_PER_S, percent(account->share),
		 percent(cost->limit));
}

static void detach(struct cost *cost, struct account *account)
{
	struct probes *probes = cost->in.probes;
	uint64_t count = 0;

	for (size_t i = probes->list.count; i-- > 0;) {
		struct probe *probe = &probes->list.items[i];

		if (!probe->hook.is_attached ||
		    strcmp(probe->hook.program, account->program) != 0)
			continue;
		detach_probe(probe);
		count++;
	}
	account->is_detached = true;
	account->detached_ns = cost->checked_ns - cost->start_ns;
	output_count_loss(cost->in.output, ABI_LOSS_DETACHED, count);
	tell_detached(cost, account);
}

static struct account *costliest(const struct cost *cost)
{
	struct account *found = NULL;

	for (size_t i = 0; i < cost->count; i++) {
		struct account *account = &cost->accounts[i];

		if (!account->is_detached && (!found || account->share > found->share))
			found = account;
	}
	return found;
}

static bool share_map(const struct cost *cost, const struct account *a, const struct account *b)
{
	for (uint32_t i = 0; i < cost->in.plan->map_count; i++)
		if (a->uses[i] && b->uses[i])
			return true;
	return false;
}

/*
 * With those that share a map with it, those that share one with these, and so on. Returns how many
 * they are; they are in cost->doomed.
 */
static size_t doom(struct cost *cost, struct account *first)
{
	size_t count = 0;

	first->is_doomed = true;
	cost->doomed[count++] = first;
	for (size_t done = 0; done < count; done++) {
		for (size_t i = 0; i < cost->count; i++) {
			struct account *account = &cost->accounts[i];

			if (account->is_doomed || !share_map(cost, cost->doomed[done], account))
				continue;
			account->is_doomed = true;
			cost->doomed[count++] = account;
		}
	}
	return count;
}

/*
 * A map that only some of its probes still change would be wrong: without those that let go,
 * objects that are held would seem to leak.
 */
static void detach_costliest(struct cost *cost, double sum)
{
	struct account *account;

	while (sum > cost->limit && (account = costliest(cost))) {
		size_t count = doom(cost, account);

		for (size_t i = 0; i < count; i++) {
			sum -= cost->doomed[i]->share;
			detach(cost, cost->doomed[i]);
		}
	}
}

void cost_check(struct cost *cost)
{
	uint64_t expirations;
	double sum;

	if (read(cost->timer, &expirations, sizeof(expirations)) <= 0)
		return;
	sum = measure(cost);
	if (sum <= cost->limit)
		return;
	if (cost->in.demanded > 0)
		detach_costliest(cost, sum);
	else if (!cost->was_told)
		complain("tracing takes %.0f%% of a CPU; --max-cost %.0f%% would detach what takes "
			 "most of it",
			 percent(sum), percent(cost->limit));
	cost->was_told = true;
}

void cost_report(const struct cost *cost)
{
	for (size_t i = 0; cost && i < cost->count; i++)
		if (cost->accounts[i].is_detached)
			tell_detached(cost, &cost->accounts[i]);
}

/* ---- open, close ---- */

static struct account *find_account(const struct cost *cost, const char *program)
{
	for (size_t i = 0; i < cost->count; i++)
		if (strcmp(cost->accounts[i].program, program) == 0)
			return &cost->accounts[i];
	return NULL;
}

/* What cannot be known is taken for so. */
static bool is_among(const uint32_t *ids, uint32_t count, int map)
{
	struct bpf_map_info info = {0};
	uint32_t size = sizeof(info);

	if (map < 0)
		return false;
	if (bpf_obj_get_info_by_fd(map, &info, &size) < 0)
		return true;
	for (uint32_t i = 0; i < count; i++)
		if (ids[i] == info.id)
			return true;
	return false;
}

/* Adds those of one program; when it does not tell, all. */
static void find_maps(const struct cost *cost, struct account *account, int fd)
{
	const struct output_maps *maps = &cost->in.loaded->maps;
	uint32_t ids[MAPS_MOST], count = cost->in.plan->map_count;
	struct bpf_prog_info info = {.nr_map_ids = MAPS_MOST, .map_ids = (uintptr_t)ids};
	uint32_t size = sizeof(info);
	bool is_known = bpf_obj_get_info_by_fd(fd, &info, &size) == 0 &&
			info.nr_map_ids <= MAPS_MOST;

	for (uint32_t i = 0; i < count; i++)
		account->uses[i] |= !is_known || is_among(ids, info.nr_map_ids, maps->values[i]) ||
				    is_among(ids, info.nr_map_ids, maps->objects[i]);
}

static int find_program(const struct cost *cost, const struct hook *hook)
{
	return bpf_program__fd(load_find_program(cost->in.loaded, hook->program));
}

static void add_account(struct cost *cost, const struct probe *probe)
{
	bool is_process = probe_kind_has(probe->attach->point.kind, PROBE_PROCESS);
	const struct hook *hook = &probe->hook;
	struct account account = {.program = hook->program,
				  .probe = probe->attach->text,
				  .fd = find_program(cost, hook),
				  .begin_fd = -1,
				  .probe_ns = is_process ? UPROBE_NS : KERNEL_NS};

	account.uses = heap_alloc((cost->in.plan->map_count + 1) * sizeof(*account.uses));
	find_maps(cost, &account, account.fd);
	if (probe->begin.kind) {
		account.begin_fd = find_program(cost, &probe->begin);
		find_maps(cost, &account, account.begin_fd);
	}
	cost->accounts[cost->count++] = account;
}

static void add_accounts(struct cost *cost)
{
	const struct probes *probes = cost->in.probes;

	for (size_t i = 0; i < probes->list.count; i++) {
		const struct hook *hook = &probes->list.items[i].hook;

		/* What memtap runs itself can be read when it is time to. */
		if (hook->is_attached && hook->ready < 0 && !find_account(cost, hook->program))
			add_account(cost, &probes->list.items[i]);
	}
}

static bool is_measured_anyway(void)
{
	char *text = file_read("/proc/sys/kernel/bpf_stats_enabled", NULL);
	bool is_on = text && *text == '1';

	free(text);
	return is_on;
}

static int start(struct cost *cost)
{
	struct itimerspec every = {.it_interval.tv_sec = 1, .it_value.tv_sec = 1};

	cost->stats = bpf_enable_stats(BPF_STATS_RUN_TIME);
	if (cost->stats < 0 && !is_measured_anyway())
		return -errno;
	cost->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (cost->timer < 0 || timerfd_settime(cost->timer, 0, &every, NULL) < 0)
		return -errno;
	measure(cost);
	cost->start_ns = cost->checked_ns;
	return 0;
}

static int refuse(int error)
{
	if (error == -EPERM)
		complain("--max-cost: the kernel measures programs for CAP_SYS_ADMIN alone, which this "
			 "process lacks, or with sysctl kernel.bpf_stats_enabled=1");
	else
		complain("--max-cost: the kernel does not measure programs: %s", strerror(-error));
	return STATUS_ENVIRONMENT;
}

int cost_open(const struct cost_input *input, struct cost **cost)
{
	double limit = input->demanded > 0 ? input->demanded : input->plan->max_cost;
	size_t probe_count = input->probes->list.count;
	struct cost *new;
	int error = 0;

	*cost = NULL;
	if (limit <= 0)
		return STATUS_DONE;
	new = heap_alloc(sizeof(*new));
	*new = (struct cost){.in = *input, .limit = limit / 100, .stats = -1, .timer = -1};
	new->accounts = heap_alloc((probe_count + 1) * sizeof(*new->accounts));
	new->doomed = heap_alloc((probe_count + 1) * sizeof(struct account *));
	add_accounts(new);
	if (new->count)
		error = start(new);
	if (!error && new->count) {
		*cost = new;
		return STATUS_DONE;
	}
	cost_close(new);
	return error && input->demanded > 0 ? refuse(error) : STATUS_DONE;
}

void cost_close(struct cost *cost)
{
	if (!cost)
		return;
	file_close(&cost->stats);
	file_close(&cost->timer);
	for (size_t i = 0; i < cost->count; i++)
		free(cost->accounts[i].uses);
	free(cost->accounts);
	free(cost->doomed);
	free(cost);
}

int cost_fd(const struct cost *cost)
{
	return cost ? cost->timer : -1;
}
