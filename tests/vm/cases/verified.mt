// What the verifier has refused once.
uprobe:calls:six {
	@either[comm] = sum(cpu < 1000 ? arg1 : arg2); // one load at either of two places of the context
}
uprobe:calls:six {
	for ($i : 0..0) { @never = count(); } // a body that runs no time
}
