//@ sections raw_tp
//@ maps mt_events mt_followed mt_loss
//@ helpers get_current_pid_tgid map_lookup_elem probe_read_kernel ringbuf_discard ringbuf_reserve ringbuf_submit
//@ most probe_0_0 7
BEGIN { exit(); }
