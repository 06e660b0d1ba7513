uprobe:/tests/bin/calls:six
{
	@all = hold((pid, arg0), 100 + arg0);
	@by[comm] = hold((pid, arg0), 100 + arg0);
	@even["none"] = hold(arg0 / 2, 10);
	@moved["old"] = hold((pid, arg0), 50);
	@grown["old"] = hold(arg0, 50);
	@branch["old"] = hold((pid, arg0), 50);
	@cleared[1] = hold(arg0, 1);
	@young[1] = hold(arg0, 1);
}
uprobe:/tests/bin/calls:inner { release(@even, arg0); release(@all, (pid, arg0)); release(@all, (pid, 1000)); }
uretprobe:/tests/bin/calls:outer
{
	@moved["new"] = move((pid, entry(arg0)), (pid, retval + 1000), 7);
	@grown["new"] = move(entry(arg0), entry(arg0), 60 + entry(arg0));
	@unknown["new"] = move(entry(arg0) + 5000, retval, 70);
	if (entry(arg0) % 2) { @branch["odd"] = move((pid, entry(arg0)), (pid, retval + 1000), 7); }
	else { @branch["even"] = move((pid, entry(arg0)), (pid, retval + 2000), 9); }
	if (retval == 8) { @all = hold((pid, 3), 33); @all = hold((pid, 99), 44); }
}
END
{
	clear(@cleared); print(@cleared);
	print("older than nothing"); print(older(@all, 1us));
	print("older than an hour"); print(older(@young, 3600s), 10);
	print("the largest"); print(@moved, 1);
}
