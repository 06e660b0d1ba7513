kprobe:vfs_read {
	print(ureg("eax"));
	print(ureg(tid));
	print(vma("text"));
	print(vma(1)->nonsense);
	vma();
}
BEGIN { print(vma(1)); }
