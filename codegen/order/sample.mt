// What the compiler is ordered by: some of all it does, on what any machine with glibc has.

let @live = hash(1000);

macro is_large(size) { size > 1M }

fn note($name : string, $bytes : uint64) : void
{
	@largest[$name] = max($bytes);
	@all[$name] = stats($bytes);
}

mem:alloc, mem:realloc {
	@held[ustack, comm] = hold((pid, args.ptr), args.size);
	@live[pid, args.ptr] = (size = args.size, made = ustack);
	@sizes = hist(args.size);
	@calls[pid] = count();
	note(comm, args.size);
}
mem:free {
	$name = (pid, args.ptr);
	release(@held, $name);
	if (has_key(@live, $name)) {
		$block = @live[$name];
		delete(@live, $name);
		if (is_large($block.size)) {
			printf("%s %s[%d] %p %s:%s%s\n", strftime("%H:%M:%S", nsecs), comm, tid, args.ptr, bytes($block.size),
			       ustack, $block.made);
		}
	}
}
uprobe:libc:malloc /arg0 >= 4K && comm == "server"/ {
	@sum[func, tid] = sum(arg0);
	@last = lhist(arg0, 0, 1M, 64K);
	for ($i : 0..4) { @rounds[$i] = avg($i * arg0); }
	print(str(arg0, 16));
}
uretprobe:libc:malloc {
	@time = hist(elapsed_ns());
	unroll (2) { @n++; }
	while (@n > 10) { @n -= 3; }
}
interval:s:1 {
	for ($kv : @live) {
		if ($kv.1.size == 0) { delete(@live, $kv.0); }
	}
	print(@held, 10);
	clear(@sizes);
	if (len(@live) > 100) { exit(); }
}
END { clear(@live); print(@calls); }
