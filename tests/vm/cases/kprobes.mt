kprobe:vfs_read /arg2 >= 100 && arg2 < 120/   { @size[arg2, comm] = count(); @at[func, probe] = count(); }
kretprobe:vfs_read /retval >= 100 && retval < 120/ { @read = sum(retval); @reads[func] = count(); }
kprobe:vfs_rea*                               { @reading[func] = count(); }
kprobe:ksys_lseek, kprobe:vfs_llseek          { @seek[func] = count(); }
kprobe:ksys_lseek                             { @to[arg1, (uint32)arg2] = count(); }
kretprobe:ksys_lseek                          { @failed[(int64)retval] = count(); }
k:ksys_lseek, kr:ksys_lseek                   { @short = count(); }
