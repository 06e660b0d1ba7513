fn first($p) { return *$p; }
kprobe:vfs_read {
	@words = (uint64 *)kptr(arg0);
	@words = (uint64 *)uptr(arg1);
	$word = @words;
	$word = (uint64 *)uptr(arg1);
	print(first($word) + first((uint64 *)uptr(arg1)));
}
