kprobe:vfs_read
{
	@a = curtask->mm->total;
	@b = ((struct page *)arg0)->word.ordr;
	@c = curtask->nothing;
	@d = curtask->mm->mm_user;
}
