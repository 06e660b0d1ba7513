// Five programs that take scratch memory, of which a CPU has four pieces. Each of the last four copies the text that is being
// copied just then, so that the others run inside of it. For each call of brk(2), 4 + 4*3 + 4*3*2 find memory and 4*3*2*1 do
// not; those that are running already are left out 4*1 + 4*3*2 + 4*3*2*3 times.
macro copy(@runs)
{
	$text = str(kptr(args.unsafe_addr));
	@runs[$text == ""] = count();
}
tracepoint:syscalls:sys_enter_brk
{
	$text = str(kptr(kaddr("linux_banner")));
	@outside[$text == ""] = count();
}
fentry:strncpy_from_kernel_nofault { copy(@inside); }
fentry:strncpy_from_kernel_nofault { copy(@inside); }
fentry:strncpy_from_kernel_nofault { copy(@inside); }
fentry:strncpy_from_kernel_nofault { copy(@inside); }
