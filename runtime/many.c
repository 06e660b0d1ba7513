#include "runtime/many.h"

#include <bpf/bpf.h>
#include <linux/bpf.h>
#include <unistd.h>

static int load_nothing(uint32_t attach_type)
{
	static const struct bpf_insn code[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0},
		{.code = BPF_JMP | BPF_EXIT},
	};
	LIBBPF_OPTS(bpf_prog_load_opts, opts, .expected_attach_type = attach_type);

	return bpf_prog_load(BPF_PROG_TYPE_KPROBE, "memtap_try", "GPL", code,
			     sizeof(code) / sizeof(*code), &opts);
}

bool many_is_possible(struct hook *hook)
{
	static const uint64_t id;
	int program = load_nothing(hook->kind->many_type), link;

	if (program < 0)
		return false;
	link = hook->kind->attach_many(&hook, &id, 1, program);
	close(program);
	if (link >= 0)
		close(link);
	return link >= 0;
}

void many_check(struct probes *probes)
{
	enum { UNKNOWN, POSSIBLE, IMPOSSIBLE } found[PROBE_KIND_COUNT] = {UNKNOWN};

	for (size_t i = 0; i < probes->list.count; i++) {
		struct probe *probe = &probes->list.items[i];
		enum plan_point_kind kind = probe->attach->point.kind;

		if (!probe->is_many)
			continue;
		if (found[kind] == UNKNOWN)
			found[kind] = many_is_possible(&probe->hook) ? POSSIBLE : IMPOSSIBLE;
		probe->is_many = found[kind] == POSSIBLE;
	}
}
