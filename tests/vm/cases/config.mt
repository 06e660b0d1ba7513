// Probes that are missing, few keys, short strings, no maps at the end.
config = { missing_probes = warn; max_map_keys = 2; print_maps_on_exit = false; perf_rb_pages = 3 }
kprobe:there_is_no_such_function, tracepoint:syscalls:there_is_no_such_event { print("never"); }
BEGIN {
	@few[1] = 1;
	@few[2] = 2;
	@few[3] = 3;
	print(@few);
	exit();
}
