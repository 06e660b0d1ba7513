uretprobe:/tests/bin/calls:outer     { @outer[entry(arg0), entry(arg0 * 2) + 2 - retval] = count(); }
uretprobe:/tests/bin/calls:word      { @word[entry(str(arg0, 6)), retval] = count(); }
uretprobe:/tests/bin/calls:six /entry(arg0) > 3/ { @six[entry(arg0), (int64)retval] = count(); }
uretprobe:/tests/bin/calls:jump,
uretprobe:/tests/bin/calls:landed    { @tail[func, retval - entry(arg0)] = count(); }
uretprobe:/tests/bin/calls:inner     { @soon[elapsed_ns() > 0 && elapsed_ns() < 1s] = count(); }
uprobe:/tests/bin/calls:outer .. uprobe:/tests/bin/calls:inner { @between[entry(arg0) == arg0] = count(); }
kretprobe:vfs_read /entry(arg2) < 120/ { @short_reads = sum(entry(arg2) - retval); @reads = count(); }
tracepoint:syscalls:sys_enter_lseek .. tracepoint:syscalls:sys_exit_lseek
{
	@seek[entry(args.offset), args.ret, entry(comm)] = count();
	@quick[elapsed_ns() < 1s] = count();
}
// The program waits in poll when tracing begins.
tracepoint:syscalls:sys_enter_poll .. tracepoint:syscalls:sys_exit_poll { @poll = count(); }
