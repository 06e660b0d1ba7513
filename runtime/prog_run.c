#include "runtime/prog_run.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

int prog_run(const struct bpf_program *program, const uint64_t *words, size_t count)
{
	LIBBPF_OPTS(bpf_test_run_opts, opts, .ctx_in = words,
		    .ctx_size_in = count * sizeof(*words));

	return bpf_prog_test_run_opts(bpf_program__fd(program), &opts);
}
