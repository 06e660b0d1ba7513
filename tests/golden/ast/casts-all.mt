// A name in parentheses is a cast when the rest could not go on with an expression.
kprobe:vfs_read {
	$a = (uint32)arg0;
	$b = (struct task_struct *)arg0;
	$c = (size_t)arg0;
	$d = (size_t)(arg0 + 1);
	$e = (size_t)~arg0;
	$f = (gfp_t)(pid_t)arg0;
	$g = *(uint8 *)arg0;
	$h = ((struct task_struct *)arg0)->pid;
	$i = (arg0) - 1;
	$j = (arg0);
	$k = (struct page *)arg0;
	$l = $k->word.order;
}
