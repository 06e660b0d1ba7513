//@ sections raw_tp
//@ maps mt_events
//@ helpers ringbuf_reserve ringbuf_submit
//@ most probe_0_0 24
BEGIN { exit(); }
