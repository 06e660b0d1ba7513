fentry:force_sig_fault /comm == "faulty"/ {
	$address = (uint64)args.addr;
	$vma = vma($address);
	printf("mapped: %d, below: %d\n", $vma != 0, vma($address - 4096) != 0);
	if ($vma != 0) {
		$flags = $vma->vm_flags;
		printf("flags: %lx, offset: %ld\n", $flags & 7, $address - $vma->vm_start);
	}
	printf("the faulting code is mapped: %d, its stack: %d\n", vma(ureg("ip")) != 0,
	       vma(ureg("sp")) == vma(ureg("sp") + 8));
}
