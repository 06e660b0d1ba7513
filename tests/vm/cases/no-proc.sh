# Without /proc what needs nothing of the library is compiled and listed, and what does is refused in one line.
without_proc() { unshare -m sh -c 'umount -l /proc && "$@" 2>&1; echo "exit status $?"' sh "$@" </dev/null; }
without_proc memtap -n -e 'BEGIN { $x = 1; }'
without_proc memtap -n -e 'kprobe:vfs_read { @[pid] = count(); }'
without_proc memtap -l mem:alloc
