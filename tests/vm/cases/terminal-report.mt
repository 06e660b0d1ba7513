// Reports of two programs: an event of another program comes while one is made, and the other gets empty.
self:signal:SIGUSR1 { printf("%d of a signal\n", ++@signals); @is_run = 1; }
kretprobe:bpf_prog_test_run_raw_tp /@is_run/ {
	@is_run = 0;
	@seen[comm] = count();
	printf("an event meanwhile\n");
}
self:signal:SIGUSR2 { print(@seen); clear(@seen); }
END { clear(@signals); clear(@is_run); }
