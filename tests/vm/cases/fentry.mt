fentry:vfs_read /args.count >= 100 && args.count < 120/
{
	@size[args.count, comm] = count();
	@at[func, probe] = count();
	@same[args.count == arg2, args.file == (struct file *)arg0] = count();
	@mode[args.file->f_mode & 1] = count();
}
fexit:vfs_read /args.count >= 100 && args.count < 120/ { @read = sum(retval); @negative[retval < 0] = count(); }
f:ksys_lseek, kfunc:vfs_llseek   { @seek[func] = count(); }
fr:ksys_lseek                    { @failed[retval] = count(); @from[args.fd, args.offset, args.whence] = count(); }
kretfunc:vmlinux:ksys_lseek /retval < 0/ { @lseek[retval, args.whence] = count(); @probes[probe] = count(); }
fentry:ksys_l*k                  { @match[func, probe] = count(); }
fexit:vfs_rea*                   { @reads[func, (int64)retval < 0] = count(); }
fentry:ksys_lseek .. fexit:ksys_lseek { @pair[entry(args.fd), elapsed_ns() > 0] = count(); }
fentry:no_such_function | fentry:ksys_lseek { @choice = count(); }
fentry:no_such_function ?, fentry:ksys_lseek { @optional = count(); }
fentry:ksys_lseek                { @stack[kstack] = count(); }
