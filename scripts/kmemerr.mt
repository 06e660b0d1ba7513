#!/usr/bin/env memtap
// kmemerr: memory errors in the kernel that KFENCE and KASAN have found
//
//     memtap kmemerr
//
// When which of the two reported what, in which process, with the stack. The report itself is in the kernel's log.

/* error_detector: include/trace/events/error_report.h; 2 are the kernel's warnings */
tracepoint:error_report:error_report_end /args.error_detector < 2/ {
	printf("%s %s[%d] thread %d: %s report %lx\n", strftime("%H:%M:%S", nsecs), comm, pid, tid,
	       args.error_detector == 0 ? "KFENCE" : "KASAN", args.id);
	print(kstack);
}
