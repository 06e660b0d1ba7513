//@ sections raw_tp
//@ maps mt_events mt_loss
//@ helpers map_lookup_elem ringbuf_reserve ringbuf_submit
//@ most probe_0_0 30
BEGIN { exit(); }
