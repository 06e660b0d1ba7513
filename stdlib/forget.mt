/*
 * forget: what a script keeps of the memory of processes, by (pid, address), goes with that memory.
 *
 *     tracepoint:sched:sched_process_exec, tracepoint:sched:sched_process_exit /is_memory_gone()/ { forget_all(@blocks); }
 *
 * What runs then, or gets the process ID later, may have other things at the same addresses. Each time all entries are looked
 * at, some 10 ms of a million, by the process that goes.
 */
macro is_exiting() { (curtask->flags & 4) != 0 } /* PF_EXITING */

/* Other threads have the memory that one leaves when it exits. */
macro is_memory_gone() { !is_exiting() || curtask->signal->live.counter == 0 }

macro forget_all(@blocks)
{
	for ($kv : @blocks) {
		if ($kv.0.0 == pid) { delete(@blocks, $kv.0); }
	}
}
