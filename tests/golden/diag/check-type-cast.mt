BEGIN
{
	@a = (uint32)"x";
	@b = (struct task_struct)pid;
	@c = (string)pid;
	@d = (uint8[4])pid;
	@e = (void)pid;
	@f = (uint64)(1, 2);
}
