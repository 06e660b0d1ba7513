/*
 * forget: what a script keeps of the memory of processes, by (pid, address), goes with that memory.
 *
 *     fn forget_process() { forget_all(@blocks); }
 *     tracepoint:sched:sched_process_exec { forget_process(); }
 *     tracepoint:sched:sched_process_exit /is_last_thread()/ { forget_process(); }
 *
 * What runs then, or gets the process ID later, may have other things at the same addresses.
 */
macro is_last_thread() { curtask->signal->live.counter == 0 }

macro forget_all(@blocks)
{
	for ($kv : @blocks) {
		if ($kv.0.0 == pid) { delete(@blocks, $kv.0); }
	}
}
