// Maps that nothing gives a type but what is computed of themselves: it is that of what stands beside them.
fn next($t) { return $t->real_parent; }
kprobe:vfs_read {
	@sum = @sum + 1;
	@most = @most > arg2 ? @most : arg2;
	@mean = (@mean * 7 + arg2) / 8;
	@on = !@on;
	@low = ~@low;
	@seen = @seen || pid == 1;
	@pair[pid] = (comm, @pair[pid].1 + 1);
	@task = next((struct task_struct *)@task);
	@other = (struct task_struct *)@back; @back = (struct task_struct *)@other;
}
