config = { print_maps_on_exit = false; }
uprobe:/tests/bin/calls:six
{
	@calls[comm] = count();
	@size = hist(arg0);
	@held[comm] = hold((pid, arg0), 100 + arg0);
	@last = arg0;
}
self:signal:SIGUSR1 { print(@calls); clear(@calls); zero(@size); }
