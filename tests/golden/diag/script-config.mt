// Settings that there are not, and values that they do not take.
config = {
	max_strlne = 64;
	max_strlen = 0;
	max_map_keys = "many";
	missing_probes = never;
	print_maps_on_exit = 2;
	BPFTRACE_MAX_STRLEN = 2000;
	lazy_symbolication = true
}
BEGIN { exit(); }
