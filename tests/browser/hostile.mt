mem:alloc {
	@heap[ustack] = hold((pid, args.ptr), args.size);
	@names["</script><script>alert(2)</script>", func] = hist(args.size);
	@name = "<img src=x onerror=alert(3)>";
}
