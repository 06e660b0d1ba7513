uretprobe:libc:malloc /entry(arg0) > 10/ { @ns[entry(arg0)] = hist(elapsed_ns()); @again = entry(arg0); }
tracepoint:vmscan:mm_vmscan_direct_reclaim_begin .. tracepoint:vmscan:mm_vmscan_direct_reclaim_end
{
	@reclaimed[entry(args.order)] = sum(args.nr_reclaimed);
}
kretprobe:vfs_read, uretprobe:libc:malloc { @values = entry(str(arg0, 64)) == comm; }
