tracepoint:kmem:kmalloc
{
	@a = "x" + 1;
	@b = "x" < "y";
	@c = "x" == 1;
	@d = args.ptr == "x";
	@e = -"x";
	@f = ~comm;
	@g = !comm;
	@h = comm ? 1 : 2;
	@i = 1 ? "x" : 2;
	@j = args.ptr + 1;
	@k = curtask * 2;
	@l = curtask + curtask;
	@m = (uint64 *)1 - (uint32 *)2;
	@n = curtask && comm;
	@o = (2, "x") == (1, 2);
	@p = ustack == kstack;
	@q = printf("x");
	@r = (1, printf("x"));
	if (comm) { }
}
