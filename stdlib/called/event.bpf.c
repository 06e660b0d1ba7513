/*
 * What programs ask user space to do: events in a ring buffer, the end of tracing.
 */
#include "stdlib/helpers.bpf.h"

/*
 * `events`: the ring buffer. Payloads that are large are made in their record by the programs
 * themselves, as Linux 6.1 has a callback submit no record that a function has reserved for it.
 */
static HELPER struct abi_event *reserve(void *events, uint32_t size)
{
	return bpf_ringbuf_reserve(events, sizeof(struct abi_event) + size, 0);
}

static HELPER void *fill_header(struct abi_event *record, uint32_t event, uint32_t size)
{
	record->event = event;
	record->size = size;
	return record + 1;
}

/* An event whose payload is in memory already. */
SHARED void mt_event_put(void *events, uint32_t event, uint32_t size, const void *payload)
{
	struct abi_event *record = reserve(events, size);

	if (!record) {
		mt_core_lose(ABI_LOSS_EVENT);
		return;
	}
	bpf_probe_read_kernel(fill_header(record, event, size), size, payload);
	bpf_ringbuf_submit(record, 0);
}

/*
 * clear() and zero() may not be lost: when there is no room for them, user space finds them here
 * when it has taken what is in the buffer. Unless that is still full, so that user space has yet to
 * come, it is woken.
 */
SHARED void mt_event_change(void *events, uint32_t event, uint32_t map, uint32_t change)
{
	struct abi_event *record = reserve(events, 0);

	if (record) {
		fill_header(record, event, 0);
		bpf_ringbuf_submit(record, 0);
		return;
	}
	if (map < ABI_MAPS_MAX)
		__sync_fetch_and_or(&mt_state.changes[map], change);
	__sync_lock_test_and_set(&mt_state.has_changes, 1); /* after what is above */
	record = reserve(events, 0);
	if (record)
		bpf_ringbuf_discard(record, BPF_RB_FORCE_WAKEUP);
}

/* The state says it first: without room, user space has yet to come by, and sees it there. */
SHARED void mt_event_exit(void *events, uint32_t event, uint64_t code)
{
	struct abi_event *record;

	mt_state.exit_code = code >> 32 ? (uint32_t)-1 : code; /* user space makes a status of it */
	mt_state.exiting = 1;
	mt_state.enabled = 0; /* nothing more is seen than what came before */
	record = reserve(events, sizeof(code));
	if (!record)
		return;
	*(uint64_t *)fill_header(record, event, sizeof(code)) = code;
	bpf_ringbuf_submit(record, 0);
}
