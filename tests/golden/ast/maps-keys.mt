BEGIN {
	@ = 1;
	@one[pid] = count();
	@two[pid, comm] = sum(@);
	@tuple[(pid, comm)] = 3;
	@two_again[pid, (comm, 1)] = 4;
	@++;
	$old = @--;
	delete(@tuple[(pid, comm)]);
}
