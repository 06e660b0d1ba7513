// The context as a number: to calculate with, and to read through. rdi, the first argument, is 112 bytes into struct pt_regs.
uprobe:/tests/bin/calls:inner
{
	@number[3 - (uint64)ctx + (uint64)ctx, (uint64)ctx >> 60, (uint64)ctx % 8] = count();
	@chosen[(arg0 > 1000 ? arg0 : (uint64)ctx) * 2 == 2 * (uint64)ctx] = count();
	@read[*(uint64 *)kptr((uint64)ctx + 112) == arg0] = count();
}
