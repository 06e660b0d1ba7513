probe my:none() = kprobe:swap_read_folio | kprobe:swap_readpage;
probe my:alloc(ptr, size) outermost(heap) =
	uretprobe:libc:malloc (retval, entry(arg0)) /retval/,
	uretprobe:libc:valloc ? (retval, entry(arg0)) /retval / 2 > 1/;
probe my:reclaim(pages, latency) =
	tracepoint:vmscan:mm_vmscan_direct_reclaim_begin .. tracepoint:vmscan:mm_vmscan_direct_reclaim_end
		(args.nr_reclaimed, elapsed_ns());
my:none { @ = count(); }
my:alloc /args.size > 4K/ { @size = sum(args.size); }
my:reclaim { @ns = hist(args.latency); }
