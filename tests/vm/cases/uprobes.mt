uprobe:/tests/bin/calls:six          { @six[arg0, arg1 + arg2 + arg3 + arg4 + arg5] = count(); @comm[comm] = count(); }
uprobe:/tests/bin/calls:six /arg0 % 2 == 1/ { @odd = count(); }
uretprobe:/tests/bin/calls:six       { @six_returned[func] = sum((int64)retval); }
uprobe:/tests/bin/calls:word
{
	@word[str(arg0), arg1] = count();
	@cut[str(arg0, 4)] = count();
	@alpha[str(arg0) == "alpha"] = count();
	if (str(arg0) == "beta") { @beta = count(); }
}
uprobe:/tests/bin/calls:narrow       { @narrow[(int8)arg0, (uint8)arg1] = count(); }
uretprobe:/tests/bin/calls:narrow    { @narrowed[retval] = count(); }
uprobe:/tests/bin/calls:many_*       { @many[func, probe] = count(); }
uprobe:/tests/bin/calls:inner,
uprobe:/tests/bin/calls:outer        { @both[func] = count(); }
uprobe:/tests/bin/calls:outer+4      { @inside = count(); }
uretprobe:/tests/bin/calls:outer /retval > 8/ { @outer[retval] = count(); }
u:/tests/bin/calls:outer, ur:/tests/bin/calls:outer { @short = count(); }
