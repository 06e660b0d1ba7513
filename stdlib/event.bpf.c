/*
 * What programs ask user space to do: events in a ring buffer, the end of tracing.
 */
#include "stdlib/helpers.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} mt_events MAP;

HELPER void mt_event_exit(uint32_t code)
{
	mt_state.exit_code = code;
	mt_state.exiting = 1;
	mt_state.enabled = 0; /* nothing more is seen than what came before */
}

/*
 * A record of so many bytes, or NULL, which has to be tested at once: to Linux 6.1 a record that was
 * tested may still be NULL the next time.
 */
HELPER struct abi_event *mt_event_reserve(uint32_t size)
{
	return bpf_ringbuf_reserve(&mt_events, size, 0);
}

HELPER void mt_event_send(struct abi_event *record)
{
	bpf_ringbuf_submit(record, 0);
}

/*
 * There was no room for clear() or zero(), which may not be lost: user space finds it here when it
 * has taken what is in the buffer. Unless that is still full, so that user space has yet to come,
 * it is woken.
 */
HELPER void mt_event_leave_change(uint32_t map, uint32_t change)
{
	void *record;

	if (map < ABI_MAPS_MAX)
		__sync_fetch_and_or(&mt_state.changes[map], change);
	__sync_lock_test_and_set(&mt_state.has_changes, 1); /* after what is above */
	record = bpf_ringbuf_reserve(&mt_events, sizeof(struct abi_event), 0);
	if (record)
		bpf_ringbuf_discard(record, BPF_RB_FORCE_WAKEUP);
}
