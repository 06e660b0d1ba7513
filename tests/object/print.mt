//@ sections tracepoint
//@ maps mt_events mt_followed mt_loss
//@ helpers get_current_comm get_current_pid_tgid map_lookup_elem probe_read_kernel ringbuf_discard
//@ helpers ringbuf_reserve ringbuf_submit
//@ most probe_0_0 43
tracepoint:syscalls:sys_enter_brk { printf("%s %lx\n", comm, args.brk); }
