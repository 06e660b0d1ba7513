//@ sections tracepoint
//@ maps m0_bytes mt_followed mt_loss mt_scratch
//@ helpers get_current_pid_tgid get_smp_processor_id map_lookup_elem map_update_elem
//@ most probe_0_0 58
// What can never run is left out, the body of a loop as well.
tracepoint:kmem:kmalloc {
	@bytes = args.bytes_alloc;
	if ("" == "b") {
		for ($i : 0..args.bytes_alloc) { @last = $i; }
	}
}
