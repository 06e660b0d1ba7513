/*
 * within: is the thread in a function, or in what that calls, which two words of the command line name?
 *
 *     memtap TOOL -p PID PROGRAM FUNCTION
 */

/* They are not counted by $#, which would take any number of them. */
macro has_words() { str($1) != "" || str($2) != "" }

let @within = lruhash(10000); /* of threads that are: the stack pointer where they went in */

BEGIN { @within[0] = (uint64)0; } /* without the words there is nothing else to be stored */

uprobe:$1:$2 /has_words()/ {
	if (ureg("sp") > @within[tid]) { @within[tid] = ureg("sp"); }
}
uretprobe:$1:$2 /has_words() && ureg("sp") > @within[tid]/ { delete(@within, tid); }
tracepoint:sched:sched_process_exit /has_words()/ { delete(@within, tid); }

/* Without the words all threads are. One that is above has left the function, maybe without a return. */
fn is_within()
{
	if (!has_words() || ureg("sp") < @within[tid]) { return true; }
	delete(@within, tid);
	return false;
}
